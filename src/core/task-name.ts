import { BackgroundTaskError } from '../errors.js';
import { COMPAT_TASK_NAME, MAXIMUM_NAME_LENGTH } from './constants.js';
import { wrong } from './option-errors.js';

// Half a surrogate pair has no UTF-8 form, so two such names would become one on the way to a file.
const FORBIDDEN = /[\p{Cc}\p{Cs}]/u;

export function isTaskName(given: unknown): given is string {
  return typeof given === 'string' && given !== '' && given.length <= MAXIMUM_NAME_LENGTH && !FORBIDDEN.test(given);
}

export function parseTaskName(given: unknown): string {
  if (isTaskName(given)) return given;
  throw wrong('taskName', `a string of 1 to ${MAXIMUM_NAME_LENGTH} characters without control characters`, given, 'INVALID_TASK_NAME');
}

/** Checks a name that is given to define or register a task. The name of the compatibility job is refused, since that has methods of its own. */
export function parseOwnTaskName(given: unknown): string {
  const name = parseTaskName(given);
  if (name !== COMPAT_TASK_NAME) return name;
  throw new BackgroundTaskError('INVALID_TASK_NAME', `"${name}" belongs to define() and schedule(): choose another name.`);
}
