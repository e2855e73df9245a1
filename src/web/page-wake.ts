import { LATE_DEFINITION_MS } from '../core/constants.js';
import { PAGE_TURN_MS } from '../core/wake-constants.js';
import type { RunOffer } from '../core/platform.js';
import type { OpenRun } from '../core/records.js';
import type { BackgroundTaskTrigger } from '../definitions.js';
import { readConditions } from '../browser/battery.js';
import { createDispatcher } from '../browser/dispatch.js';
import type { Turn } from '../browser/dispatch.js';
import { offerOf } from '../core/runs.js';
import type { RunBroker } from '../browser/run-broker.js';
import type { OpenedWake, RunLedger } from '../ledger/ledger.js';
import type { Clock } from '../runner/ports.js';
import type { WorkerLink } from './worker-link.js';

/** A cold worker's start and the grace for late definitions in it. */
const WORKER_TURN_MS = LATE_DEFINITION_MS + 4000;
export interface PageWakePorts {
  readonly ledger: RunLedger;
  readonly broker: RunBroker;
  readonly link: WorkerLink;
  readonly clock: Clock;
  /** To this page's own runner. */
  readonly offerHere: (run: RunOffer) => void;
}

/** A wake of this page: by its timer, by being seen, by the network, by the test trigger. */
export interface PageWake {
  /** Opens what is due and resolves when all of it has settled. */
  runDue(trigger: BackgroundTaskTrigger): Promise<void>;
  /** Opens what is due, or with `test` a run of every task. */
  open(trigger: BackgroundTaskTrigger): Promise<OpenedWake>;
  /** Offers these runs to one runtime after the other; resolves when all have settled. */
  dispatch(runs: readonly OpenRun[]): Promise<void>;
}

export function createPageWake({ ledger, broker, link, clock, offerHere }: PageWakePorts): PageWake {
  const dispatcher = createDispatcher(broker);

  const open = async (trigger: BackgroundTaskTrigger): Promise<OpenedWake> => {
    const conditions = await readConditions();
    const opened = await ledger.open({ trigger, now: clock.now(), deadline: null, conditions });
    for (const run of opened.settled) broker.settled(run);
    for (const run of opened.held) void broker.watch(run);
    return opened;
  };

  const here: Turn = { offer: (run) => offerHere(offerOf(run)), limitMs: PAGE_TURN_MS, asked: 'here' };
  const worker: Turn = {
    available: async () => (await link.find()) !== null,
    offer: (run) => void link.request({ kind: 'offer', run: offerOf(run) }, WORKER_TURN_MS),
    limitMs: WORKER_TURN_MS,
    asked: 1,
  };
  const pages: Turn = {
    offer(run) {
      for (const to of ['visible', 'hidden'] as const) broker.tell({ kind: 'offer', run: offerOf(run), to });
    },
    limitMs: PAGE_TURN_MS,
    asked: Number.POSITIVE_INFINITY,
  };
  const turns = (): Turn[] => (document.visibilityState === 'visible' ? [here, worker, pages] : [worker, here, pages]);

  const dispatch = (runs: readonly OpenRun[]): Promise<void> => dispatcher.all(runs, turns());

  return {
    open,
    dispatch,
    runDue: async (trigger) => dispatch((await open(trigger)).offerable),
  };
}
