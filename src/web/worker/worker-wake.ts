import { HOLDER_FIRST_MS, MAXIMUM_CONCURRENT_RUNS, PAGE_TURN_MS, SERVICE_WORKER_LIMIT_MS, WEB_GRACE_MS } from '../../core/constants.js';
import type { OpenRun } from '../../core/records.js';
import { isClaimed, offerOf } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';
import { networkConditions } from '../shared/conditions.js';
import type { MessageWaiter } from '../shared/message-waiter.js';
import type { RunBroker } from '../shared/run-broker.js';
import type { RunEnds } from '../shared/run-ends.js';
import type { RunLedger, WakeAndClaimRequest, WakeLedger } from '../ledger/ledger.js';
import { runsIn } from '../../runner/definitions.js';
import type { Clock, Definitions, TaskRunner } from '../../runner/ports.js';
import type { GiveBack, Slots } from '../../runner/slots.js';
import type { WorkerScope } from './scope.js';

export interface WorkerWakePorts {
  readonly scope: WorkerScope;
  readonly ledger: RunLedger & WakeLedger;
  readonly broker: RunBroker;
  readonly runner: TaskRunner;
  /** Those of the runner. */
  readonly slots: Slots;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly lock: () => Promise<void>;
  readonly messages: MessageWaiter;
  readonly ends: RunEnds;
}

/** A wake of the service worker, from the event to the last settled run. */
export interface WorkerWake {
  /**
   * Runs what is due, or with `test` every task. Resolves with true when a task is to be tried again soon: the browser may then repeat the
   * event. Without pages it is the path of a closed app.
   */
  run(trigger: BackgroundTaskTrigger, asksPages?: boolean): Promise<boolean>;
  /** For `triggerTaskWorkerForTestingAsync`; false when no task is registered. */
  runTest(asksPages: boolean): Promise<boolean>;
}

export function createWorkerWake(ports: WorkerWakePorts): WorkerWake {
  const { scope, ledger, broker, runner, slots, definitions, clock, newId, lock, messages, ends } = ports;
  const { runtimeId } = runner;

  const runsHere = (name: string): boolean => {
    const definition = definitions.get(name);
    return definition === undefined || runsIn(definition, 'service-worker');
  };

  /** Leaves the wake to the pages on screen; false when it is not done: no page took it in time, or the one that did has died or hangs. */
  const leaveToPages = async (trigger: BackgroundTaskTrigger, deadline: number): Promise<boolean> => {
    const id = newId();
    const taken = messages.message(['wake-taken'], id, PAGE_TURN_MS);
    broker.tell({ kind: 'wake', id, to: 'visible', trigger, deadline, runtimeId });
    // What comes next is another event: whoever waits for it from here on does not miss it.
    const page = await taken;
    return (
      page !== null &&
      (await messages.message(['wake-done'], id, deadline + WEB_GRACE_MS + HOLDER_FIRST_MS - clock.now(), page.runtimeId)) !== null
    );
  };

  /** Settles the runs of the dead and those whose time is over; and of those that were offered what nobody took. */
  const settleLeft = (runs: readonly OpenRun[], offered: readonly OpenRun[]): Promise<unknown> =>
    Promise.all(
      runs.map(async (run) => {
        if (isClaimed(run)) await ends.sweep(run);
        else if (offered.some((one) => one.id === run.id)) await ends.settleUnclaimed(run);
      }),
    );

  const offerHere = (run: OpenRun): Promise<void> => runner.offer(offerOf(run));

  const runClaimed = (run: ClaimedRun, slot: GiveBack | undefined): Promise<void> => {
    broker.tell({ kind: 'claimed', id: run.id, run });
    return runner.runClaimed(offerOf(run), { ...run.claim, timeoutMs: run.timeoutMs }, slot);
  };

  /** Asks the hidden pages; one that claims the run is waited for. */
  const offerToHidden = async (run: OpenRun): Promise<void> => {
    const claimed = messages.message(['claimed'], run.id, PAGE_TURN_MS);
    broker.tell({ kind: 'offer', run: offerOf(run), to: 'hidden' });
    const message = await claimed;
    if (message !== null) await ends.whenSettled(message.run);
  };

  const wake: WorkerWake = {
    async run(trigger, asksPages = true) {
      const deadline = clock.now() + SERVICE_WORKER_LIMIT_MS;
      const [windows] = await Promise.all([asksPages ? scope.clients.matchAll({ includeUncontrolled: true }) : [], lock()]);
      const are = (state: 'visible' | 'hidden'): boolean => windows.some((client) => client.visibilityState === state);

      if (!(are('visible') && (await leaveToPages(trigger, deadline)))) {
        const isTest = trigger === 'test';
        const now = clock.now();
        const here = definitions.names().filter((name) => runsHere(name) && !runner.isBusy(name));
        const taken = slots.takeFree(MAXIMUM_CONCURRENT_RUNS);
        const request: WakeAndClaimRequest = {
          trigger,
          now,
          deadline,
          conditions: networkConditions(),
          named: here,
          // Without any page, a task that the tasks module gives to pages only stays due until one comes. When a page has hung, nothing is begun.
          accepts: (name) => now < deadline && (isTest || windows.length > 0 || runsHere(name)),
          // What it claims has a slot: a claimed run that waits for one would run out of time.
          claim: { runtimeId, runtime: 'service-worker', limit: taken.length, limitMs: SERVICE_WORKER_LIMIT_MS },
        };
        const opened = await ledger.openAndClaim(request).catch((error: unknown) => {
          for (const giveBack of taken) giveBack();
          throw error;
        });
        for (const giveBack of taken.slice(opened.claimed.length)) giveBack();
        if (opened.newer) {
          await scope.registration.update().catch(() => undefined);
          return false;
        }
        for (const run of opened.settled) broker.settled(run);
        const mine = opened.offerable.filter((run) => here.includes(run.taskName));
        const declined = opened.offerable.filter((run) => !mine.includes(run));
        await Promise.all([
          // The storage failed for now: it is tried again at the end.
          settleLeft(opened.held, []).catch(() => undefined),
          ...opened.held.filter((run) => isTest && run.claim.runtimeId !== runtimeId).map(ends.whenSettled),
          ...opened.claimed.map((run, index) => runClaimed(run, taken[index])),
          ...mine.map(offerHere),
          // Undefined here, or its earlier callback goes on: declined, perhaps after the grace for late definitions.
          ...declined.map(async (run) => {
            await offerHere(run);
            if (are('hidden')) await offerToHidden(run);
          }),
        ]);
        await settleLeft(await ledger.openRuns(), opened.offerable);
      }
      return (await ledger.tasks(clock.now())).some((task) => task.backoffFrom !== null && runsHere(task.name));
    },

    async runTest(asksPages) {
      const isAny = (await ledger.tasks(clock.now())).length > 0;
      await wake.run('test', asksPages);
      return isAny;
    },
  };
  return wake;
}
