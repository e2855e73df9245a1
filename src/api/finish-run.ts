import { COMPAT_TASK_NAME } from '../core/constants.js';
import type { BackgroundTaskResult } from '../definitions.js';
import { BackgroundTaskError } from '../errors.js';
import type { Runner } from '../runner/ports.js';

/** Ends the one run that is under way here. Of several it ends the compatibility job's. */
export async function finishRun(runner: Runner, result: BackgroundTaskResult): Promise<void> {
  const runs = runner.runsUnderWay();
  const run = runs.length > 1 ? runs.find(({ taskName }) => taskName === COMPAT_TASK_NAME) : runs[0];
  if (run !== undefined) return runner.finishFromOutside(run.taskId, result);
  if (runs.length === 0) return;
  const names = runs.map(({ taskName }) => `"${taskName}"`).join(', ');
  throw new BackgroundTaskError('AMBIGUOUS_FINISH', `finish: runs of ${names} are under way here. Return the result from the callback.`);
}
