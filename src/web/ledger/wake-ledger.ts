import { MAXIMUM_LOGGED_RUNS, WEB_GRACE_MS } from '../../core/constants.js';
import type { OpenRun, SettledRun, TaskRecord } from '../../core/records.js';
import { sweepRun } from '../../core/run-sweep.js';
import { claimRun, clampRunToNow, isClaimed, openRun, settleRun } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import { afterNamed, clampToNow } from '../../core/schedule.js';
import { byOverdue, tasksToOpen, unmetConstraints } from '../../core/wake-selection.js';
import type { LedgerPorts, OpenedWake, WakeLedger, WakeRequest } from './ledger.js';
import { putChanged, readRecords } from './records-in.js';
import { ALL_TABLES } from './store.js';
import type { Store, StoreTransaction } from './store.js';

/** What a runtime needs to wake. Each step is one transaction. */
export function createWakeLedger(store: Store, { newId }: LedgerPorts): WakeLedger {
  return {
    async tasks(now) {
      const stored = await store.transaction(['tasks'], 'readonly', async (step) => (await readRecords(step, 'tasks')).ok);
      if (stored.every((task) => clampToNow(task, now) === task)) return stored;
      return store.transaction(['tasks'], 'readwrite', (step) => storeClamped(step, now));
    },

    noteDefined: (taskNames) =>
      store.transaction(['tasks'], 'readwrite', async (step) => {
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
        return { ...(await openWake(step, wake, newId, claim)), claimed };
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
  const [storedTasks, storedRuns] = await Promise.all([readRecords(step, 'tasks'), readRecords(step, 'openRuns')]);
  // A later version of the app wrote here: this code is old, and claims nothing.
  if (storedTasks.newer.length + storedRuns.newer.length > 0) {
    return { newer: true, offerable: [], held: [], settled: [] };
  }
  await storedTasks.setAside();
  await storedRuns.setAside();

  const { now } = wake;
  const test = wake.trigger === 'test';
  const tasks = new Map(
    storedTasks.ok.map((stored) => {
      const clamped = clampToNow(stored, now);
      return [stored.name, wake.named.includes(stored.name) ? afterNamed(clamped) : clamped];
    }),
  );

  const runs = new Map<string, OpenRun>();
  const settled: SettledRun[] = [];
  for (const stored of storedRuns.ok) {
    const run = clampRunToNow(stored, now);
    const registered = tasks.get(run.taskName);
    // A run that is older than the registration belongs to an earlier one, which was corrupt or went: nothing says that it is still wanted.
    const task = registered !== undefined && run.openedAt >= registered.registeredAt ? registered : null;
    const orphaned = { kind: 'settle', outcome: 'cancelled', error: null, backoffFrom: now } as const;
    // Whether a holder lives cannot be asked within a transaction: whoever woke sweeps the runs that are held.
    const swept = task === null ? orphaned : isClaimed(run) ? null : sweepRun(run, now, WEB_GRACE_MS, true);
    if (swept?.kind !== 'settle') {
      runs.set(run.taskName, run);
      continue;
    }
    const settlement = settleRun(task, run, swept.outcome, swept.error, now, swept.backoffFrom);
    step.delete('openRuns', run.taskName);
    await step.append('log', settlement.settled, MAXIMUM_LOGGED_RUNS);
    if (settlement.task !== null) tasks.set(run.taskName, settlement.task);
    settled.push(settlement.settled);
  }

  const wanted = [...tasks.values()].filter((task) => wake.accepts?.(task.name) !== false);
  for (const task of tasksToOpen(wanted, [...runs.values()], wake.conditions, now, test)) {
    runs.set(task.name, openRun(task, wake, newId()));
  }
  const held = [...runs.values()].filter(isClaimed);

  const offerable: OpenRun[] = [];
  // A run that an earlier wake left open waits for its constraints like a new one.
  for (const task of wanted.filter((one) => test || unmetConstraints(one.options, wake.conditions).length === 0).sort(byOverdue)) {
    const run = runs.get(task.name);
    if (run?.claim !== null) continue;
    const claimed = claim(run);
    if (claimed === null) offerable.push(run);
    else runs.set(task.name, claimed);
  }
  putChanged(step, 'tasks', storedTasks, tasks.values());
  putChanged(step, 'openRuns', storedRuns, runs.values());
  return { newer: false, offerable, held, settled };
}
