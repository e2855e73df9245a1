import type { TaskView } from '../core/platform.js';
import type { BackgroundTaskBlocker, BackgroundTaskWait } from '../definitions.js';
import { listOf } from './public-views.js';

/** The most waits that a task's view names. */
const MAXIMUM = 16;

/** What has kept a task waiting since it became due, as this view of it adds to what was seen before. */
export type Waits = (view: TaskView, now: number) => BackgroundTaskWait[];

/** Adds up what this runtime sees of each task. The system's own history, where a platform has one, comes before that. */
export function createWaits(): Waits {
  const seen = new Map<
    string,
    { due: number; at: number; blockedBy: readonly BackgroundTaskBlocker[]; sums: Map<BackgroundTaskBlocker, number> }
  >();

  return ({ name, nextEligibleAt: due, blockedBy, waits }, now) => {
    const last = seen.get(name);
    // When a run has settled, the due time has moved on, and the count starts again.
    const sums = last?.due === due ? last.sums : new Map<BackgroundTaskBlocker, number>();
    const blockers = due <= now ? listOf(blockedBy) : [];
    for (const blocker of blockers) {
      // Only what blocked the task at both looks counts, and only the time between the two.
      if (last?.due === due && last.blockedBy.includes(blocker)) sums.set(blocker, (sums.get(blocker) ?? 0) + Math.max(0, now - last.at));
    }
    seen.set(name, { due, at: now, blockedBy: blockers, sums });
    const told = listOf(waits).map((wait) => ({ ...wait, observed: false }));
    const own = [...sums].map(([blocker, ms]) => ({ blocker, ms, observed: true }));
    return [...told, ...own.filter(({ blocker }) => !told.some((wait) => wait.blocker === blocker))]
      .sort((a, b) => b.ms - a.ms)
      .slice(0, MAXIMUM);
  };
}
