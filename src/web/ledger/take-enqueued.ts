import { claimRun, openItemRun } from '../../core/run-transitions.js';
import type { ClaimRequest } from '../../core/run-transitions.js';
import { afterNamed, clampToNow } from '../../core/schedule.js';
import { worksToOpen } from '../../core/wake-selection.js';
import type { TakeEnqueued } from './ledger.js';
import { readRecords } from './records-in.js';

/**
 * Opens and claims the run of an item in the very step that stores it, if a wake of this moment would open it too: nothing else of its task waits, runs, or is
 * due. In all other cases, records that a wake sets aside or leaves to newer code among them, the item is stored only. `claimant` is null while nobody has
 * asked for the run.
 */
export function takeEnqueued(now: number, claimant: () => ClaimRequest | null): TakeEnqueued {
  return async (step, taskName) => {
    // At once: each would wait for the one before.
    const [tasks, { length }] = await Promise.all([readRecords(step, 'tasks'), step.sequences('id', [taskName])]);
    return ({ put: item, remove }, runs) => {
      const request = claimant();
      const own = tasks.ok.filter((task) => task.name === taskName).map((task) => afterNamed(clampToNow(task, now)));
      const isForWake = [tasks, runs].some(({ newer, isCorrupt }) => isCorrupt || newer.length > 0);
      const hasWindow = own.some(({ options }) => options.window != null);
      if (request === null || isForWake || hasWindow || length > remove.length) return null;
      // The conditions of the item are known to hold; those of its registration are for a wake to ask.
      const [work] = worksToOpen(own, [item], runs.ok, {}, now);
      if (work?.kind !== 'item') return null;
      const answer = claimRun(openItemRun(item, { trigger: 'enqueue', now, deadline: null }, request.taskId), request);
      if (!answer.claimed) return null;
      step.put('openRuns', answer.run);
      return answer.run;
    };
  };
}
