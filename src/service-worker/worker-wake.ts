import { LATE_DEFINITION_MS, MAXIMUM_CONCURRENT_RUNS } from '../core/constants.js';
import { PAGE_TURN_MS } from '../core/wake-constants.js';
import { SERVICE_WORKER_LIMIT_MS } from '../core/web-limits.js';
import type { BackgroundTaskTrigger } from '../definitions.js';
import { networkConditions } from '../browser/conditions.js';
import { createDispatcher } from '../browser/dispatch.js';
import type { Turn } from '../browser/dispatch.js';
import { offerOf } from '../core/runs.js';
import type { RunBroker } from '../browser/run-broker.js';
import { livingRuntimes } from '../browser/runtime-lock.js';
import type { OpenRun } from '../core/records.js';
import type { OpenedWake, RunLedger, WakeClaims } from '../ledger/ledger.js';
import { runsIn } from '../runner/definitions.js';
import type { Clock, Definitions, Runner } from '../runner/ports.js';
import type { WorkerScope } from './scope.js';

/** A runner that is full answers late; it is this worker's own, so waiting for it costs nothing. */
const OWN_TURN_MS = LATE_DEFINITION_MS + 8000;

export interface WorkerWakePorts {
  readonly scope: WorkerScope;
  readonly ledger: RunLedger & WakeClaims;
  readonly broker: RunBroker;
  readonly runner: Runner;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly lock: () => Promise<void>;
}

interface Windows {
  readonly visible: number;
  readonly hidden: number;
}

/** A wake of the service worker, from the event to the last settled run. */
export interface WorkerWake {
  /** Runs what is due. Resolves with true when a task is to be tried again soon: the browser may then repeat the event. */
  runDue(trigger: BackgroundTaskTrigger): Promise<boolean>;
  /** Runs every task, for `triggerTaskWorkerForTestingAsync`; false when none is registered. Without pages it is the path of a closed app. */
  runTest(askPages: boolean): Promise<boolean>;
}

export function createWorkerWake({ scope, ledger, broker, runner, definitions, clock, lock }: WorkerWakePorts): WorkerWake {
  const dispatcher = createDispatcher(broker);
  const { runtimeId } = runner;

  const countWindows = async (): Promise<Windows> => {
    const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const visible = windows.filter((client) => client.visibilityState === 'visible').length;
    return { visible, hidden: windows.length - visible };
  };

  const runsHere = (name: string): boolean => {
    const definition = definitions.get(name);
    return definition === undefined || runsIn(definition, 'service-worker');
  };

  const turns = ({ visible, hidden }: Windows): Turn[] => {
    const pages = (to: 'visible' | 'hidden', asked: number): Turn[] =>
      asked === 0 ? [] : [{ offer: (run) => broker.tell({ kind: 'offer', run: offerOf(run), to }), limitMs: PAGE_TURN_MS, asked }];
    const own: Turn = { offer: (run) => void runner.offer(offerOf(run)), limitMs: OWN_TURN_MS, asked: 'here' };
    return [...pages('visible', visible), own, ...pages('hidden', hidden)];
  };

  const dispatch = async (opened: OpenedWake, windows: Windows, joined: readonly Promise<void>[] = []): Promise<boolean> => {
    if (opened.newer) await scope.registration.update().catch(() => undefined);
    for (const run of opened.settled) broker.settled(run);
    await Promise.all([...joined, ofTheDead(opened.held), dispatcher.all(opened.offerable, turns(windows))]);
    return (await ledger.tasks(clock.now())).some((task) => task.backoffFrom !== null && runsHere(task.name));
  };

  /** Watches runs that others hold; resolves when those of dead runtimes are settled, so that this wake knows of their next attempt. */
  const ofTheDead = async (held: readonly OpenRun[]): Promise<void> => {
    const watched = held.map((run) => ({ holder: run.claim?.runtimeId ?? '', settled: broker.watch(run) }));
    if (watched.length === 0) return;
    const living = await livingRuntimes(watched.map(({ holder }) => holder));
    await Promise.all(watched.filter(({ holder }) => !living.includes(holder)).map(({ settled }) => settled));
  };

  return {
    async runDue(trigger) {
      const now = clock.now();
      const [windows] = await Promise.all([countWindows(), lock()]);
      // Without any page, a task that the tasks module gives to pages only stays due until one comes.
      const accepts = (name: string): boolean => windows.visible + windows.hidden > 0 || runsHere(name);
      const wake = { trigger, now, deadline: now + SERVICE_WORKER_LIMIT_MS, conditions: networkConditions(), accepts };
      const own = definitions.names().filter(runsHere);
      if (windows.visible > 0) {
        await ledger.named(own);
        return dispatch(await ledger.open(wake), windows);
      }
      // A task whose earlier callback goes on is offered instead: it is declined, and uses up no attempt.
      const taskNames = own.filter((name) => !runner.isBusy(name));
      const claim = { runtimeId, runtime: 'service-worker', taskNames, limit: MAXIMUM_CONCURRENT_RUNS, limitMs: SERVICE_WORKER_LIMIT_MS } as const;
      const opened = await ledger.openAndClaim({ ...wake, claim });
      const claimed = opened.claimed.map((run) =>
        dispatcher.do(run.id, async () => {
          broker.claimed(run);
          await runner.run(offerOf(run), { ...run.claim, timeoutMs: run.timeoutMs });
        }),
      );
      return dispatch(opened, windows, claimed);
    },

    async runTest(askPages) {
      const now = clock.now();
      const opened = await ledger.open({ trigger: 'test', now, deadline: now + SERVICE_WORKER_LIMIT_MS, conditions: networkConditions() });
      const joined = opened.held.filter((run) => run.claim?.runtimeId !== runtimeId).map(broker.watch);
      await dispatch(opened, askPages ? await countWindows() : { visible: 0, hidden: 0 }, joined);
      // A test opens or joins a run of every task.
      return opened.held.length + opened.offerable.length > 0;
    },
  };
}
