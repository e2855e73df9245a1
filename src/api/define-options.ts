import { objectOf, wrong } from '../core/given-options.js';
import type { BackgroundTaskRuntime } from '../definitions.js';

const RUNTIMES: readonly BackgroundTaskRuntime[] = ['page', 'headless', 'service-worker'];

/** Null: every kind. */
export function parseRuntimes(options: unknown): readonly BackgroundTaskRuntime[] | null {
  const given = objectOf(options)['runtimes'];
  if (given === undefined) return null;
  if (Array.isArray(given) && given.length > 0 && given.every((one: unknown) => RUNTIMES.some((known) => known === one))) {
    return [...(given as BackgroundTaskRuntime[])];
  }
  throw wrong('runtimes', `a list with one or more of ${RUNTIMES.join(', ')}`, given);
}
