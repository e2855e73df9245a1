import { MAXIMUM_ERROR_LENGTH } from './constants.js';
import type { RunError } from './records.js';

// They have a file of their own because the runner needs one of them in the app's entry, and nothing else of the transitions.

export const EXPIRED: RunError = { code: 'EXPIRED', message: 'The run was cut before its callback ended.' };
export const NOT_CLAIMED: RunError = { code: 'NOT_CLAIMED', message: 'No runtime claimed the run before its wake ended.' };
export const RUNTIME_DIED: RunError = {
  code: 'RUNTIME_DIED',
  message: 'The runtime that held the run died (crash, kill, reload or closed page).',
};

/** Half a surrogate pair at the cut is dropped, because Swift and JSON have no such text. */
export function boundedError(error: RunError): RunError {
  if (error.message.length <= MAXIMUM_ERROR_LENGTH) return error;
  return { code: error.code, message: `${error.message.slice(0, MAXIMUM_ERROR_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, '')}…` };
}
