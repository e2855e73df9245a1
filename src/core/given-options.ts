import { BackgroundTaskError } from '../errors.js';
import type { BackgroundTaskErrorCode } from '../errors.js';

const LONGEST_SHOWN = 40;

export type Fields = Readonly<Record<string, unknown>>;

/** Options that are not given are none. */
export function objectOf(given: unknown): Fields {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrong('options', 'an object', given);
  return given as Fields;
}

export function wrong(key: string, expected: string, given: unknown, code: BackgroundTaskErrorCode = 'INVALID_OPTIONS'): BackgroundTaskError {
  return new BackgroundTaskError(code, `${key}: ${expected} is expected, ${shown(given)} was given.`);
}

function shown(given: unknown): string {
  if (typeof given === 'string') return given.length > LONGEST_SHOWN ? `a string of ${given.length} characters` : JSON.stringify(given);
  return given === null || typeof given === 'number' ? `${given}` : `a value of type ${typeof given}`;
}
