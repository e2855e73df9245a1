import { objectOf, wrong } from '../core/option-errors.js';
import type { BackgroundTaskRuntime } from '../definitions.js';

const RUNTIMES: readonly BackgroundTaskRuntime[] = ['page', 'headless', 'service-worker'];

export function areRuntimes(given: unknown): given is readonly BackgroundTaskRuntime[] {
  return Array.isArray(given) && given.length > 0 && given.every((one) => (RUNTIMES as readonly unknown[]).includes(one));
}

/** Null: every kind. */
export function parseRuntimes(options: unknown): readonly BackgroundTaskRuntime[] | null {
  const given = objectOf(options)['runtimes'];
  if (given === undefined) return null;
  if (areRuntimes(given)) return [...given];
  throw wrong('runtimes', `a list with one or more of ${RUNTIMES.join(', ')}`, given);
}
