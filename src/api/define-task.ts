import { objectOf, wrong } from '../core/option-errors.js';
import { parseOwnTaskName } from '../core/task-name.js';
import type { BackgroundTaskCallback, BackgroundTaskRuntime, DefineTaskOptions } from '../definitions.js';
import type { BackgroundTaskError } from '../errors.js';
import type { Definitions } from '../runner/ports.js';

const RUNTIMES: readonly BackgroundTaskRuntime[] = ['page', 'headless', 'service-worker'];

/** `defineTask` on its own: all that most tasks modules need of the API in a service worker. */
export function defineTask(
  definitions: Definitions,
  taskName: string,
  callback: BackgroundTaskCallback<never>,
  options?: DefineTaskOptions,
): void {
  defineCallback(definitions, parseOwnTaskName(taskName), callback, parseRuntimes(options));
}

export function defineCallback(
  definitions: Definitions,
  name: string,
  callback: BackgroundTaskCallback<never>,
  runtimes: readonly BackgroundTaskRuntime[] | null,
): void {
  if (typeof callback !== 'function') throw notAFunction('callback', callback);
  definitions.define({ name, callback, runtimes });
}

export function notAFunction(key: string, given: unknown): BackgroundTaskError {
  return wrong(key, 'a function', given, 'INVALID_CALLBACK');
}

/** Returns the given kinds of runtime, or null for every kind. */
function parseRuntimes(options: unknown): readonly BackgroundTaskRuntime[] | null {
  const given = objectOf(options)['runtimes'];
  if (given === undefined) return null;
  if (areRuntimes(given)) return [...given];
  throw wrong('runtimes', `a list with one or more of ${RUNTIMES.join(', ')}`, given);
}

function areRuntimes(given: unknown): given is readonly BackgroundTaskRuntime[] {
  return Array.isArray(given) && given.length > 0 && given.every((one) => (RUNTIMES as readonly unknown[]).includes(one));
}
