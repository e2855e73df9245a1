import { LEAST_TIME_FOR_ITEM_MS, MAXIMUM_CONCURRENT_RUNS, PAGE_TURN_MS, SERVICE_WORKER_LIMIT_MS } from '../../core/constants.js';
import type { OpenRun } from '../../core/records.js';
import { isClaimed, offerOf } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';
import { networkConditions } from '../shared/conditions.js';
import type { KeptRegistrations } from '../shared/kept-registrations.js';
import type { MessageWaiter } from '../shared/message-waiter.js';
import { browserZone } from '../shared/clock.js';
import { claimOf } from '../shared/run-broker.js';
import type { RunBroker } from '../shared/run-broker.js';
import type { TestScope } from '../shared/test-scope.js';
import type { RunEnds } from '../shared/run-ends.js';
import type { RuntimeLock } from '../shared/runtime-lock.js';
import type { RunLedger, WakeLedger } from '../ledger/ledger.js';
import { isVacating } from '../ledger/vacating.js';
import { runsIn } from '../../runner/definitions.js';
import type { Clock, Definitions, TaskRunner } from '../../runner/ports.js';
import type { GiveBack, Slots } from '../../runner/slots.js';
import type { WindowClientLike, WorkerScope } from './scope.js';
import { startWakeTime } from './wake-time.js';
import type { WakeTime } from './wake-time.js';

export interface WorkerWakePorts {
  readonly scope: WorkerScope;
  readonly ledger: RunLedger & WakeLedger;
  readonly broker: RunBroker;
  readonly runner: TaskRunner;
  /** The slots of the runner. */
  readonly slots: Slots;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly lock: RuntimeLock;
  readonly messages: MessageWaiter;
  readonly ends: RunEnds;
  readonly kept: KeptRegistrations;
}

/** What has woken the worker, and who may take the runs. */
interface WorkerEvent {
  readonly trigger: BackgroundTaskTrigger;
  readonly time: WakeTime;
  readonly windows: readonly WindowClientLike[];
  readonly only: TestScope;
}

/** A wake with a slot for each run that it has claimed, in their order. */
type OpenedInSlots = Awaited<ReturnType<WakeLedger['openAndClaim']>> & { readonly slotsTaken: readonly GiveBack[] };

/** A wake of the service worker, from the event to the last settled run. */
export interface WorkerWake {
  /**
   * Runs what is due, or with `test` every task. Resolves with true when a task is to be tried again soon: the browser may then repeat the
   * event. Without pages it is the path of a closed app.
   */
  run(trigger: BackgroundTaskTrigger, asksPages?: boolean, only?: TestScope): Promise<boolean>;
  /** Serves `triggerTaskWorkerForTestingAsync`. Resolves with false when there is nothing to run. */
  runTest(asksPages: boolean, only?: TestScope): Promise<boolean>;
}

export function createWorkerWake(ports: WorkerWakePorts): WorkerWake {
  const { scope, ledger, broker, runner, slots, definitions, clock, newId, lock, messages, ends, kept } = ports;
  const { runtimeId } = runner;

  const runsHere = (name: string): boolean => {
    const definition = definitions.get(name);
    return definition === undefined || runsIn(definition, 'service-worker');
  };

  /**
   * Leaves the wake to the pages on screen. Resolves with false when it is not done: no page took it in time, or one that did has died or hangs. Several may
   * take it, and each has the runs that it claimed: the wake is done when all of them are.
   */
  const leaveToPages = async (trigger: BackgroundTaskTrigger, deadline: number): Promise<boolean> => {
    const id = newId();
    const doings: Promise<boolean>[] = [];
    const off = messages.each('wake-taken', id, (page) => {
      const limitMs = Math.max(0, deadline - clock.now());
      doings.push(messages.message(['wake-done'], id, limitMs, page.runtimeId).then((done) => done !== null));
    });
    const taken = messages.message(['wake-taken'], id, PAGE_TURN_MS);
    broker.tell({ kind: 'wake', id, to: 'visible', trigger, deadline, runtimeId });
    await taken;
    let isDone = doings.length > 0;
    // One more page may take the wake while the others are at work.
    for (let index = 0; index < doings.length; index++) isDone = (await doings[index]) === true && isDone;
    off();
    return isDone;
  };

  /** Ends the runs whose holder is dead or whose time is over, and the offered runs that nobody took. */
  const settleLeft = (runs: readonly OpenRun[], offered: readonly OpenRun[]): Promise<unknown> =>
    Promise.all(
      runs.map(async (run) => {
        if (isClaimed(run)) await ends.sweep(run);
        else if (offered.some((one) => one.id === run.id)) await ends.settleUnclaimed(run);
      }),
    );

  const offerHere = (run: OpenRun): Promise<void> => runner.offer(offerOf(run));

  const runClaimed = (run: ClaimedRun, data: string | null, slot: GiveBack | undefined): Promise<void> => {
    broker.tell({ kind: 'claimed', id: run.id, run });
    return runner.runClaimed(offerOf(run), claimOf(run, data), slot);
  };

  /** Returns whether the time of an item has come; it may still wait for its conditions. */
  const isItemDue = async (): Promise<boolean> => {
    const now = clock.now();
    return (await ledger.queueHeads(now)).some((head) => head.eligibleAt <= now && runsHere(head.taskName));
  };

  /** Asks the hidden pages, and waits for the one that claims the run. */
  const offerToHidden = async (run: OpenRun): Promise<void> => {
    const claimed = messages.message(['claimed'], run.id, PAGE_TURN_MS);
    broker.tell({ kind: 'offer', run: offerOf(run), to: 'hidden' });
    const message = await claimed;
    if (message !== null) await ends.whenSettled(message.run);
  };

  /** Opens what is due, and claims of it for this worker as many runs as it has free slots: a run that waits for a slot would run out of time. */
  const openAndClaim = async ({ trigger, time, windows, only }: WorkerEvent, here: readonly string[]): Promise<OpenedInSlots> => {
    // The browser may take the lock in the course of an event, and the next one has another name.
    const [conditions, holder] = await Promise.all([networkConditions(), lock.hold()]);
    const now = clock.now();
    const deadline = time.deadline();
    const slotsTaken = slots.takeFree(MAXIMUM_CONCURRENT_RUNS);
    const giveBack = (unused: readonly GiveBack[]): void => unused.forEach((slot) => slot());
    try {
      const opened = await ledger.openAndClaim({
        trigger,
        now,
        deadline,
        conditions,
        zone: browserZone,
        isShort: deadline - now < LEAST_TIME_FOR_ITEM_MS,
        only,
        named: here,
        // Without any page, a task that the tasks module gives to pages only stays due until one comes. When a page has hung, nothing is begun.
        accepts: (name) => now < deadline && (trigger === 'test' || windows.length > 0 || runsHere(name)),
        claim: { runtimeId: holder, runtime: 'service-worker', limit: slotsTaken.length, limitMs: SERVICE_WORKER_LIMIT_MS },
      });
      giveBack(slotsTaken.slice(opened.claimed.length));
      return { ...opened, slotsTaken };
    } catch (error: unknown) {
      giveBack(slotsTaken);
      throw error;
    }
  };

  /** Runs what is due in this worker. Resolves with false when newer code is to be fetched. */
  const runHere = async (event: WorkerEvent): Promise<boolean> => {
    const { trigger, windows, only } = event;
    const here = definitions.names().filter((name) => runsHere(name) && !runner.isBusy(name));
    const opened = await openAndClaim(event, here);
    if (opened.newer) return false;
    for (const run of opened.settled) broker.settled(run);
    const mine = opened.offerable.filter((run) => here.includes(run.taskName));
    const declined = opened.offerable.filter((run) => !mine.includes(run));

    /** Items of a task run one after another; and a callback may have enqueued one. */
    const runItems = async (): Promise<void> => {
      if (trigger !== 'test' && (await isItemDue())) await runHere(event);
    };

    /**
     * What is due once a run that was found stale has settled, or once the callback of a cancelled one has returned, runs in this wake too. A test joins
     * what others hold.
     */
    const endHeld = async (): Promise<void> => {
      const isTest = trigger === 'test';
      const held = opened.held.filter((run) => !isTest || !lock.isOwn(run.claim.runtimeId));
      // The storage fails for now. It is tried again at the end.
      const end = (run: ClaimedRun) => (isTest && !isVacating(run) ? ends.whenSettled(run) : ends.sweep(run).catch(() => false));
      const ended = await Promise.all(held.map(end));
      if (!isTest) {
        if (ended.includes(true)) await runHere(event);
        return;
      }
      // What was tested meanwhile is not tested again.
      for (const { taskName } of held.filter((run, index) => ended[index] === true && (only ?? run).taskName === run.taskName)) {
        await runHere({ ...event, only: { taskName, enqueuedId: only?.enqueuedId ?? null } });
      }
    };
    // When the storage fails for one of them, the event still lasts until the others have ended. The steps after it fail if it goes on failing.
    await Promise.allSettled([
      endHeld(),
      ...opened.claimed.map((run, index) =>
        runClaimed(run, opened.data.get(run.id) ?? null, opened.slotsTaken[index]).then(() => (run.item == null ? undefined : runItems())),
      ),
      ...mine.map(offerHere),
      // The task is undefined here, or its earlier callback goes on. The runner declines it, perhaps after the grace for late definitions.
      ...declined.map(async (run) => {
        await offerHere(run);
        if (windows.some(isHidden)) await offerToHidden(run);
      }),
    ]);
    await settleLeft(await ledger.openRuns(), opened.offerable);
    if (opened.claimed.length + mine.length > 0) await runItems();
    return true;
  };

  /** Returns whether a test has something to run. */
  const isThere = async (only: TestScope): Promise<boolean> => {
    if (only?.enqueuedId != null) return ledger.hasItem(only.taskName, only.enqueuedId);
    return (await ledger.tasks(clock.now())).some((task) => only === null || task.name === only.taskName);
  };

  const wake: WorkerWake = {
    async run(trigger, asksPages = true, only = null) {
      // This worker may have stood still since its last event, so its deadlines are checked first.
      runner.checkClock();
      const time = startWakeTime(clock, SERVICE_WORKER_LIMIT_MS);
      try {
        const windows = asksPages ? await scope.clients.matchAll({ includeUncontrolled: true }) : [];
        const isDone = windows.some(isVisible) && (await leaveToPages(trigger, time.deadline()));
        const event = { trigger, time, windows, only };
        if (!isDone && !(await runHere(event))) {
          await scope.registration.update().catch(() => undefined);
          return false;
        }
        // When the tasks module unregisters and registers its tasks as it starts, what this wake is for comes back in a moment.
        if (await kept.whenEmpty()) await runHere(event);
      } finally {
        time.end();
      }
      const [tasks, heads] = await Promise.all([ledger.tasks(clock.now()), ledger.queueHeads(clock.now())]);
      return tasks.some((task) => task.backoffFrom !== null && runsHere(task.name)) || heads.some((head) => runsHere(head.taskName));
    },

    async runTest(asksPages, only = null) {
      const isAny = await isThere(only);
      await wake.run('test', asksPages, only);
      return isAny;
    },
  };
  return wake;
}

const isVisible = (client: WindowClientLike): boolean => client.visibilityState === 'visible';
const isHidden = (client: WindowClientLike): boolean => client.visibilityState === 'hidden';
