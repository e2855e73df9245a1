import type { OpenRun, RunError } from '../../core/records.js';
import { NOT_CLAIMED } from '../../core/run-errors.js';
import type { RunBroker } from './run-broker.js';

const NOT_DEFINED: RunError = { code: 'TASK_NOT_DEFINED', message: 'No runtime defines this task. Call defineTask in the tasks module.' };

/** Settles a run that no runtime has taken; false when it is not unclaimed any more. */
export function settleUnclaimed(broker: RunBroker, run: OpenRun): Promise<boolean> {
  const undefinedEverywhere = run.declines.length > 0 && run.declines.every((decline) => decline.reason !== 'busy');
  return undefinedEverywhere ? broker.settle(run, 'undefined', NOT_DEFINED) : broker.settle(run, 'not-started', NOT_CLAIMED);
}
