import { MAXIMUM_LOGGED_RUNS, WEB_GRACE_MS } from '../../core/constants.js';
import { UTC } from '../../core/daily-window.js';
import type { Zone } from '../../core/daily-window.js';
import type { Constraints, OpenRun, QueuedItem, RunError, SettledRun, TaskRecord } from '../../core/records.js';
import { sweepRun } from '../../core/run-sweep.js';
import { claimRun, clampRunToNow, isClaimed, openItemRun, openRun, settleRun } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import { afterNamed, clampToNow, nextEligibleAt } from '../../core/schedule.js';
import { tasksToOpen, unmetConstraints, worksToOpen } from '../../core/wake-selection.js';
import type { Work } from '../../core/wake-selection.js';
import type { BackgroundTaskOutcome } from '../../definitions.js';
import { eligibleItems, freshenItems, isItemRun, queueHeads, readItem, settleItemIn } from './items-in.js';
import type { LedgerPorts, OpenedWake, WakeLedger, WakeRequest } from './ledger.js';
import { putChanged, readRecords } from './records-in.js';
import { ALL_TABLES } from './store.js';
import type { Store, StoreTransaction } from './store.js';
import { isVacating } from './vacating.js';

/** What a runtime needs to wake. Each step is one transaction. */
export function createWakeLedger(store: Store, { newId }: LedgerPorts): WakeLedger {
  return {
    async tasks(now) {
      const stored = await store.transaction(['tasks'], 'readonly', async (step) => (await readRecords(step, 'tasks')).ok);
      if (stored.every((task) => clampToNow(task, now) === task)) return stored;
      return store.transaction(['tasks'], 'readwrite', (step) => storeClamped(step, now));
    },

    async queueHeads(now) {
      const [heads, ahead] = await store.transaction(['items'], 'readonly', (step) =>
        Promise.all([queueHeads(step), step.sequences('scheduled', [], now + 1)]),
      );
      if (ahead.length === 0) return heads;
      return store.transaction(['items'], 'readwrite', async (step) => {
        await freshenItems(step, now, []);
        return queueHeads(step);
      });
    },

    hasItem: (taskName, id) =>
      store.transaction(['items'], 'readonly', async (step) => (await step.sequences('id', [taskName, id])).length > 0),

    noteDefined: (taskNames) =>
      store.transaction(['tasks', 'items'], 'readwrite', async (step) => {
        // The wake that follows minds the clock.
        await freshenItems(step, Infinity, taskNames);
        const tasks = await readRecords(step, 'tasks');
        putChanged(step, 'tasks', tasks, tasks.ok.filter((task) => taskNames.includes(task.name)).map(afterNamed));
      }),

    open: (wake) => store.transaction(ALL_TABLES, 'readwrite', (step) => openWake(step, wake, newId)),

    openAndClaim: (wake) =>
      store.transaction(ALL_TABLES, 'readwrite', async (step) => {
        const { limit, ...claimant } = wake.claim;
        const claimed: ClaimedRun[] = [];
        const claim = (run: OpenRun): ClaimedRun | null => {
          if (claimed.length >= limit || !wake.named.includes(run.taskName)) return null;
          const answer = claimRun(run, { ...claimant, taskId: run.id, now: wake.now, token: newId() });
          if (!answer.claimed) return null;
          claimed.push(answer.run);
          return answer.run;
        };
        const opened = await openWake(step, wake, newId, claim);
        const data = new Map<string, string | null>();
        for (const run of claimed) if (isItemRun(run)) data.set(run.id, (await readItem(step, run.item.sequence))?.data ?? null);
        return { ...opened, claimed, data };
      }),
  };
}

/** Stores what it clamps: were it clamped anew with each reading, a due date would recede as fast as the clock goes. */
async function storeClamped(step: StoreTransaction, now: number): Promise<readonly TaskRecord[]> {
  const stored = await readRecords(step, 'tasks');
  const clamped = stored.ok.map((task) => clampToNow(task, now));
  putChanged(step, 'tasks', stored, clamped);
  return clamped;
}

/**
 * Does one wake within one transaction: sets corrupt records aside, takes back times that a changed clock left in the future, settles stale runs, opens
 * what is due, and offers each run to `claim`, which returns null for a run that is to be offered to a runtime instead. Each record is written at most once.
 */
async function openWake(
  step: StoreTransaction,
  wake: WakeRequest,
  newId: () => string,
  claim: (run: OpenRun) => ClaimedRun | null = () => null,
): Promise<OpenedWake> {
  // All at once: each would wait for the one before.
  const [storedTasks, storedRuns, queue] = await Promise.all([
    readRecords(step, 'tasks'),
    readRecords(step, 'openRuns'),
    readQueue(step, wake),
  ]);
  // A later version of the app wrote here: this code is old, and claims nothing.
  if (storedTasks.newer.length + storedRuns.newer.length > 0 || queue.newer) {
    return { newer: true, offerable: [], held: [], settled: [] };
  }
  await storedTasks.setAside();
  await storedRuns.setAside();

  const { now } = wake;
  const tasks = new Map(
    storedTasks.ok.map((stored) => {
      const clamped = clampToNow(stored, now);
      return [stored.name, wake.named.includes(stored.name) ? afterNamed(clamped) : clamped];
    }),
  );

  const hasWindow = [...tasks.values()].some(({ options }) => options.window != null);
  const zone = (hasWindow && wake.zone?.(now)) || UTC;

  const runs = new Map<string, Opened>();
  const vacating: OpenRun[] = [];
  const allRuns = (): OpenRun[] => [...vacating, ...[...runs.values()].map(({ run }) => run)];
  const settled: SettledRun[] = [];
  for (const stored of storedRuns.ok) {
    const run = clampRunToNow(stored, now);
    if (isVacating(run)) {
      vacating.push(run);
      continue;
    }
    const work = await workOf(step, run, tasks);
    const orphaned = { kind: 'settle', outcome: 'cancelled', error: null, backoffFrom: now } as const;
    // Whether a holder lives cannot be asked within a transaction: whoever woke sweeps the runs that are held.
    const swept = work === null ? orphaned : isClaimed(run) ? null : sweepRun(run, now, WEB_GRACE_MS, true);
    if (work !== null && swept?.kind !== 'settle') {
      runs.set(run.taskName, { run, work });
      continue;
    }
    const { outcome, error, backoffFrom } = swept?.kind === 'settle' ? swept : orphaned;
    settled.push(await settleStale(step, run, { outcome, error, now, backoffFrom }, tasks));
  }

  const isWanted = (name: string): boolean => wake.accepts?.(name) !== false;
  const items = settled.length > 0 ? (await readQueue(step, wake)).items : queue.items;
  const opens = worksOf(wake, zone, [...tasks.values()], items, allRuns());
  for (const work of opens.filter((one) => isWanted(nameOf(one)))) {
    const run = work.kind === 'task' ? openRun(work.task, wake, newId()) : openItemRun(work.item, wake, newId());
    runs.set(run.taskName, { run, work });
  }
  const held = allRuns().filter(isClaimed);

  const offerable: OpenRun[] = [];
  const mayRun = ({ run, work }: Opened): boolean =>
    isWanted(run.taskName) &&
    // A run that an earlier wake left open waits for its constraints like a new one.
    (run.test || unmetConstraints(constraintsOfWork(work), wake.conditions).length === 0) &&
    !(wake.isShort === true && run.item != null);
  const dueAt = ({ work }: Opened): number => (work.kind === 'task' ? nextEligibleAt(work.task, zone) : work.item.eligibleAt);
  const inOrder = [...runs.values()].filter(mayRun).sort((a, b) => dueAt(a) - dueAt(b) || (a.run.taskName < b.run.taskName ? -1 : 1));
  for (const { run, work } of inOrder) {
    if (run.claim !== null) continue;
    const claimed = claim(run);
    if (claimed === null) offerable.push(run);
    else runs.set(run.taskName, { run: claimed, work });
  }
  putChanged(step, 'tasks', storedTasks, tasks.values());
  putChanged(step, 'openRuns', storedRuns, allRuns());
  return { newer: false, offerable, held, settled };
}

/** An open run, and what it is for. */
interface Opened {
  readonly run: OpenRun;
  readonly work: Work;
}

const nameOf = (work: Work): string => (work.kind === 'task' ? work.task.name : work.item.taskName);
const constraintsOfWork = (work: Work): Constraints => (work.kind === 'task' ? work.task.options : work.item.constraints);

/** The items that this wake may open. The clock and the names of the woken runtime are minded first. */
async function readQueue(
  step: StoreTransaction,
  { now, named, trigger, only }: WakeRequest,
): Promise<{ readonly items: readonly QueuedItem[]; readonly newer: boolean }> {
  const nothing = { items: [], newer: false };
  // At once: each would wait for the one before.
  const [isFresher, heads] = await Promise.all([freshenItems(step, now, named), trigger === 'test' ? [] : queueHeads(step)]);
  if (trigger !== 'test') return eligibleItems(step, now, isFresher ? await queueHeads(step) : heads);
  if (only?.enqueuedId == null) return nothing;
  // The newest of that id: an older one is running.
  const sequence = Math.max(0, ...(await step.sequences('id', [only.taskName, only.enqueuedId])));
  const item = await readItem(step, sequence);
  return item === null ? nothing : { items: [item], newer: false };
}

/** Returns what an open run is for; null when that is gone. */
async function workOf(step: StoreTransaction, run: OpenRun, tasks: ReadonlyMap<string, TaskRecord>): Promise<Work | null> {
  if (isItemRun(run)) {
    const item = await readItem(step, run.item.sequence);
    return item && { kind: 'item', item };
  }
  const task = tasks.get(run.taskName);
  // An unclaimed run that is older than the registration belongs to an earlier one, which was corrupt or went: nothing says that it is still wanted.
  // A claimed one stays with its holder: when the clock was set back, and only one of the two was written since, their times say nothing.
  return task !== undefined && (isClaimed(run) || run.openedAt >= task.registeredAt) ? { kind: 'task', task } : null;
}

interface StaleEnding {
  readonly outcome: BackgroundTaskOutcome;
  readonly error: RunError | null;
  readonly now: number;
  readonly backoffFrom: number;
}

async function settleStale(
  step: StoreTransaction,
  run: OpenRun,
  { outcome, error, now, backoffFrom }: StaleEnding,
  tasks: Map<string, TaskRecord>,
): Promise<SettledRun> {
  const append = async (settled: SettledRun): Promise<SettledRun> => {
    await step.append('log', settled, MAXIMUM_LOGGED_RUNS);
    return settled;
  };
  if (isItemRun(run)) return append(await settleItemIn(step, run, outcome, error, now, backoffFrom));
  const registered = tasks.get(run.taskName);
  const task = registered !== undefined && run.openedAt >= registered.registeredAt ? registered : null;
  const settlement = settleRun(task, run, outcome, error, now, backoffFrom);
  step.delete('openRuns', run.taskName);
  if (settlement.task !== null) tasks.set(run.taskName, settlement.task);
  return append(settlement.settled);
}

function worksOf(
  { trigger, now, conditions, only, isShort }: WakeRequest,
  zone: Zone,
  tasks: readonly TaskRecord[],
  items: readonly QueuedItem[],
  openRuns: readonly OpenRun[],
): Work[] {
  if (trigger !== 'test') return worksToOpen(tasks, isShort === true ? [] : items, openRuns, conditions, now, zone);
  const open = new Set(openRuns.map((run) => run.taskName));
  if (only?.enqueuedId != null) return items.filter((item) => !open.has(item.taskName)).map((item) => ({ kind: 'item', item }));
  const asked = only == null ? tasks : tasks.filter((task) => task.name === only.taskName);
  return tasksToOpen(asked, openRuns, conditions, now, true).map((task) => ({ kind: 'task', task }));
}
