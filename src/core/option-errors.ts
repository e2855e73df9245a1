import { BackgroundTaskError } from '../errors.js';
import type { BackgroundTaskErrorCode } from '../errors.js';
import { isObject } from './is-object.js';

const LONGEST_SHOWN = 40;

export type Fields = Readonly<Record<string, unknown>>;

/** Returns an empty object when no options are given. */
export function objectOf(given: unknown): Fields {
  if (given === undefined) return {};
  if (!isObject(given)) throw wrong('options', 'an object', given);
  return given;
}

export function wrong(
  key: string,
  expected: string,
  given: unknown,
  code: BackgroundTaskErrorCode = 'INVALID_OPTIONS',
): BackgroundTaskError {
  return new BackgroundTaskError(code, `${key}: ${expected} is expected, ${shown(given)} was given.`);
}

export function shown(given: unknown): string {
  if (typeof given === 'string') return given.length > LONGEST_SHOWN ? `a string of ${given.length} characters` : JSON.stringify(given);
  return given === null || typeof given === 'number' ? `${given}` : `a value of type ${typeof given}`;
}
