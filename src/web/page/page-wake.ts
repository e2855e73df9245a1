import { LATE_DEFINITION_MS, LEAST_TIME_FOR_ITEM_MS, MAXIMUM_CONCURRENT_RUNS, PAGE_TURN_MS } from '../../core/constants.js';
import type { OpenRun } from '../../core/records.js';
import type { RunOffer } from '../../core/platform.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';
import { readConditions } from '../shared/battery.js';
import type { WakeMessage } from '../shared/channel-message.js';
import { browserZone } from '../shared/clock.js';
import type { TestScope } from '../shared/test-scope.js';
import type { MessageWaiter } from '../shared/message-waiter.js';
import { offerOf } from '../../core/run-transitions.js';
import type { RunBroker } from '../shared/run-broker.js';
import type { RunEnds } from '../shared/run-ends.js';
import { runtimeOf } from '../shared/runtime-lock.js';
import type { RuntimeLock } from '../shared/runtime-lock.js';
import type { OpenedWake, RunLedger, WakeLedger } from '../ledger/ledger.js';
import type { Clock } from '../../runner/ports.js';
import { createSlots } from '../../runner/slots.js';
import type { Slots } from '../../runner/slots.js';
import { isVacating } from '../ledger/vacating.js';
import { createDispatch } from './dispatch.js';
import type { Answer, OfferTo } from './dispatch.js';
import type { WorkerLink } from './worker-link.js';

/** A cold worker's start and the grace for late definitions in it. */
const WORKER_TURN_MS = LATE_DEFINITION_MS + 4000;

export interface PageWakePorts {
  readonly ledger: RunLedger & WakeLedger;
  readonly broker: RunBroker;
  readonly messages: MessageWaiter;
  readonly ends: RunEnds;
  readonly link: WorkerLink;
  readonly clock: Clock;
  readonly runtimeId: string;
  readonly lock: RuntimeLock;
  /** The tasks that this page defines. */
  readonly names: Iterable<string>;
  readonly isVisible: () => boolean;
  /** To this page's own runner. */
  readonly offerHere: (run: RunOffer) => void;
}

/** A wake of this page: by its timer, by being seen, by the network, by the test trigger; or one that the worker leaves to it. */
export interface PageWake {
  /** Opens what is due and resolves when all of it has settled. */
  runDue(trigger: BackgroundTaskTrigger): Promise<void>;
  /** Does the wake of a worker. */
  take(message: WakeMessage): Promise<void>;
  /** Opens a test run of every task, or of what is asked for. */
  openTest(only: TestScope, caller: string): Promise<OpenedWake>;
  /** Resolves when what was opened has settled, and with a test also what others than its caller hold. */
  finish(opened: OpenedWake, trigger: BackgroundTaskTrigger, caller: string): Promise<void>;
  /** For who waits for runs and may stand in one. */
  readonly lend: Slots['lend'];
  /** For runs that are offered beside its wakes. */
  readonly takeFree: Slots['takeFree'];
}

export function createPageWake({
  ledger,
  broker,
  messages,
  ends,
  link,
  clock,
  runtimeId,
  lock,
  names,
  isVisible,
  offerHere,
}: PageWakePorts): PageWake {
  const slots = createSlots(MAXIMUM_CONCURRENT_RUNS);
  const dispatch = createDispatch(ends, slots);

  const open = async (trigger: BackgroundTaskTrigger, deadline: number | null, only: TestScope = null): Promise<OpenedWake> => {
    const conditions = await readConditions();
    const now = clock.now();
    const isShort = deadline !== null && deadline - now < LEAST_TIME_FOR_ITEM_MS;
    const opened = await ledger.open({ trigger, now, deadline, conditions, named: [...names], zone: browserZone, isShort, only });
    for (const run of opened.settled) broker.settled(run);
    for (const run of opened.held) void ends.whenSettled(run);
    return opened;
  };

  /** Waits for somebody to take the run, or for the one who is asked to decline. */
  const ask = async (
    run: OpenRun,
    limitMs: number,
    declines: readonly ('declined' | 'declined-here')[],
    offer: () => void,
  ): Promise<Answer> => {
    const heard = messages.message(['claimed', 'settled', 'refused', ...declines], run.id, limitMs);
    offer();
    const kind = (await heard)?.kind;
    if (kind === undefined) return 'silent';
    return declines.some((declined) => declined === kind) ? 'declined' : 'taken';
  };

  const here: OfferTo = (run) => ask(run, PAGE_TURN_MS, ['declined-here'], () => offerHere(offerOf(run)));
  const worker: OfferTo = async (run) =>
    (await link.find()) === null
      ? 'absent'
      : ask(run, WORKER_TURN_MS, ['declined'], () => void link.request({ kind: 'offer', run: offerOf(run) }, WORKER_TURN_MS));
  // Nobody knows how many pages there are: no decline is known to be the last, and silence may mean that there is no page.
  const pages: OfferTo = async (run) => {
    const answer = await ask(run, PAGE_TURN_MS, [], () => {
      for (const to of ['visible', 'hidden'] as const) broker.tell({ kind: 'offer', run: offerOf(run), to });
    });
    return answer === 'silent' ? 'absent' : answer;
  };
  const finish: PageWake['finish'] = async ({ held, offerable }, trigger, caller) => {
    const recipients = isVisible() ? [here, worker, pages] : [worker, here, pages];
    const joined = trigger === 'test' ? held.filter((run) => runtimeOf(run.claim.runtimeId) !== caller) : [];
    await Promise.all([...joined.map(ends.whenSettled), dispatch(offerable, recipients)]);
  };

  /** What is due once a run that was found stale has settled runs in this wake too. */
  const endHeld = async ({ held }: OpenedWake, openAgain: () => Promise<void>): Promise<void> => {
    // The storage fails for now: the next wake sweeps again.
    const ended = await Promise.all(held.map((run) => ends.sweep(run).catch(() => false)));
    if (ended.includes(true)) await openAgain();
  };

  const run = async (opened: OpenedWake, trigger: BackgroundTaskTrigger, deadline: number | null, caller: string): Promise<void> => {
    const openAgain = async (): Promise<void> => run(await open(trigger, deadline), trigger, deadline, caller);
    await Promise.all([finish(opened, trigger, caller), ...(trigger === 'test' ? [] : [endHeld(opened, openAgain)])]);
  };

  return {
    async openTest(only, caller) {
      const opened = await open('test', null, only);
      // What was cancelled a moment ago has its task's place until its callback has returned.
      const vacating = opened.held.filter((one) => isVacating(one) && runtimeOf(one.claim.runtimeId) !== caller);
      if (vacating.length === 0) return opened;
      await Promise.all(vacating.map(ends.sweep));
      return open('test', null, only);
    },
    finish,
    lend: slots.lend,
    takeFree: slots.takeFree,
    runDue: async (trigger) => run(await open(trigger, null), trigger, null, runtimeId),

    async take({ id, trigger, deadline, runtimeId: worker }) {
      const opened = await open(trigger, deadline);
      // The worker will find that too, and look for newer code.
      if (opened.newer) return;
      // So that the worker notices when this page dies.
      const holder = await lock.hold();
      broker.tell({ kind: 'wake-taken', id, runtimeId: holder });
      // The worker's event goes on for the runs of items that this page holds: should it die, the worker runs them anew.
      const items = opened.held.filter((one) => one.item != null).map(ends.whenSettled);
      await Promise.all([run(opened, trigger, deadline, worker), ...items]).finally(() =>
        broker.tell({ kind: 'wake-done', id, runtimeId: holder }),
      );
    },
  };
}
