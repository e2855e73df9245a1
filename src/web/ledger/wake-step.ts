import { MAXIMUM_LOGGED_RUNS, WEB_GRACE_MS } from '../../core/constants.js';
import type { OpenRun, SettledRun } from '../../core/records.js';
import { isClaimed, openRun, clampRunToNow, settledAsOf, settleRun, staleOutcome } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import { afterNamed, clampToNow } from '../../core/schedule.js';
import { byOverdue, tasksToOpen, unmetConstraints } from '../../core/wake-selection.js';
import type { OpenedWake, WakeRequest } from './ledger.js';
import { putChanged, readRecords } from './records-in.js';
import type { StoreTransaction } from './store.js';

/**
 * One wake within one transaction: sets corrupt records aside, mends the clock, settles what is stale, opens what is due, and claims what `claim` does (null: offered
 * like any other).
 * Each record is written once, whatever happens to it.
 */
export async function openWake(
  step: StoreTransaction,
  wake: WakeRequest,
  newId: () => string,
  claim: (run: OpenRun) => ClaimedRun | null = () => null,
): Promise<OpenedWake> {
  const [storedTasks, storedRuns] = await Promise.all([readRecords(step, 'tasks'), readRecords(step, 'openRuns')]);
  // A later version wrote here: this code is old, and claims nothing.
  if (storedTasks.newer.length + storedRuns.newer.length > 0) {
    return { newer: true, offerable: [], held: [], settled: [] };
  }
  await storedTasks.setAside();
  await storedRuns.setAside();

  const { now } = wake;
  const test = wake.trigger === 'test';
  const tasks = new Map(
    storedTasks.ok.map((stored) => {
      const mended = clampToNow(stored, now);
      return [stored.name, wake.named.includes(stored.name) ? afterNamed(mended) : mended];
    }),
  );

  const runs = new Map<string, OpenRun>();
  const settled: SettledRun[] = [];
  for (const stored of storedRuns.ok) {
    const run = clampRunToNow(stored, now);
    const task = tasks.get(run.taskName) ?? null;
    // Its task was set aside as corrupt: nothing says any more that it should run.
    const stale = task === null ? { outcome: 'cancelled' as const, error: null } : staleOutcome(run, now, WEB_GRACE_MS);
    if (stale === null) {
      runs.set(run.taskName, run);
      continue;
    }
    const settlement = settleRun(task, run, stale.outcome, stale.error, settledAsOf(run, now, WEB_GRACE_MS));
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
  for (const task of wanted.filter((one) => test || unmetConstraints(one, wake.conditions).length === 0).sort(byOverdue)) {
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
