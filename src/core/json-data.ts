import { BackgroundTaskError } from '../errors.js';
import type { BackgroundTaskErrorCode } from '../errors.js';
import { isObject } from './is-object.js';
import { shown } from './option-errors.js';

/** What is stored as JSON text, and how its errors call it. */
export interface JsonRules {
  readonly name: string;
  readonly maximumBytes: number;
  readonly invalid: BackgroundTaskErrorCode;
  readonly tooLarge: BackgroundTaskErrorCode;
}

/**
 * Returns the JSON text of a value that is the same after a round trip through JSON. Members of objects that are `undefined` may be missing afterwards: to
 * most code they are the same as absent ones.
 */
export function jsonText(given: unknown, { name, maximumBytes, invalid, tooLarge }: JsonRules): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(given);
    const changed = text === undefined ? { path: name, value: given } : firstChange(given, JSON.parse(text), name);
    if (changed !== null)
      throw new BackgroundTaskError(invalid, `${changed.path}: ${shown(changed.value)} does not survive JSON. ${ADVICE}`);
  } catch (error: unknown) {
    if (error instanceof BackgroundTaskError) throw error;
    // `JSON.stringify` throws for a cycle, a BigInt, a getter that throws, and a depth that is too much for the engine.
    throw new BackgroundTaskError(invalid, `${name} has no JSON: ${String(error)}. ${ADVICE}`, { cause: error });
  }
  const bytes = utf8Bytes(text);
  if (bytes <= maximumBytes) return text;
  throw new BackgroundTaskError(
    tooLarge,
    `${name}: ${bytes} bytes as JSON were given, ${maximumBytes} are possible. Keep it in the app's own storage, and give its key.`,
  );
}

const ADVICE = 'Give null, booleans, finite numbers, strings, arrays and plain objects of these.';

interface Change {
  readonly path: string;
  readonly value: unknown;
}

function firstChange(given: unknown, parsed: unknown, path: string): Change | null {
  const changed: Change = { path, value: given };
  if (Array.isArray(given)) {
    if (!Array.isArray(parsed) || parsed.length !== given.length) return changed;
    return firstOf(given.keys(), (index) => firstChange(given[index], parsed[index], `${path}[${index}]`));
  }
  if (!isObject(given)) return given === parsed ? null : changed;
  // A Date or a Map, or what `toJSON` has made into something else.
  if (!isPlain(given) || !isObject(parsed) || typeof given['toJSON'] === 'function') return changed;
  return firstOf(Object.keys(given), (key) => {
    const value = given[key];
    return value === undefined ? null : firstChange(value, Object.hasOwn(parsed, key) ? parsed[key] : undefined, `${path}.${key}`);
  });
}

function firstOf<T>(all: Iterable<T>, find: (one: T) => Change | null): Change | null {
  for (const one of all) {
    const found = find(one);
    if (found !== null) return found;
  }
  return null;
}

/** The prototype of another frame's `Object` counts too. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The length in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
