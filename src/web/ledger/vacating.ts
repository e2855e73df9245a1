import { WEB_GRACE_MS } from '../../core/constants.js';
import type { OpenRun } from '../../core/records.js';
import { clampRunToNow, isClaimed } from '../../core/run-transitions.js';
import type { StoreTransaction } from './store.js';

// A run whose task was unregistered or whose item was cancelled has settled at once, and its callback, perhaps in another context, has not even heard of
// it yet. Were its record deleted, the next work of the task could start beside it: the record stays, says so with the reason of its cut, and keeps the
// task's place until its holder has returned, has died, or has had its grace.

const REASONS: readonly (string | undefined)[] = ['unregistered', 'cancelled'];

/** Whether nothing but the place of a settled run is left. */
export function isVacating({ cut }: OpenRun): boolean {
  return REASONS.includes(cut?.reason);
}

/** Takes a settled run out of the open ones; with a holder, its place is kept. What the user gave with it goes at once. Returns what is left. */
export function vacate(step: StoreTransaction, run: OpenRun, reason: 'unregistered' | 'cancelled', now: number): OpenRun {
  const left = { ...clampRunToNow(run, now), version: 1, item: null, progress: null } as const;
  if (!isClaimed(left)) {
    step.delete('openRuns', run.taskName);
    return left;
  }
  const vacating = { ...left, cut: { reason, settlesAt: now + WEB_GRACE_MS } };
  step.put('openRuns', vacating);
  return vacating;
}
