import { COMPAT_TASK_NAME } from '../core/constants.js';
import type { BackgroundTaskResult } from '../definitions.js';
import { BackgroundTaskError } from '../errors.js';
import type { Runner } from '../runner/ports.js';

/** Ends the one run that is under way here. Of several, and where the compatibility job is defined, it ends no other than that job's. */
export async function finishRun(runner: Runner, result: BackgroundTaskResult, hasJob: boolean): Promise<void> {
  const runs = runner.runsUnderWay();
  const run = hasJob || runs.length > 1 ? runs.find(({ taskName }) => taskName === COMPAT_TASK_NAME) : runs[0];
  if (run !== undefined) return runner.finishFromOutside(run.taskId, result);
  if (runs.length < 2) return;
  const names = runs.map(({ taskName }) => `"${taskName}"`).join(', ');
  throw new BackgroundTaskError('AMBIGUOUS_FINISH', `finish: runs of ${names} are under way here. Return the result from the callback.`);
}
