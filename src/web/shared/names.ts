import { WORKER_SCOPE } from '../../core/artifacts.js';

/**
 * The one tag of periodic and one-off sync: the browser's gap between wakes holds for the whole origin, so one wake runs all due tasks. The browser
 * keeps tags by worker registration, so the tags of two apps never meet.
 */
export const SYNC_TAG = 'capgo-background-task';

/** Earlier versions kept every app of an origin in this one database. The first app that opens its own takes the records over (docs/decisions/0011). */
export const FORMER_DATABASE_NAME = 'capgo-background-task';

/** What an app shares with its own pages and worker, and with no other app of its origin. */
export interface AppNames {
  readonly database: string;
  readonly channel: string;
  readonly hiddenTickLock: string;
}

/** `base` is the URL of the folder of the app's index.html. */
export function appNames(base: string): AppNames {
  const own = `capgo-background-task:${new URL(base).pathname}`;
  return { database: own, channel: own, hiddenTickLock: `${own}:hidden-tick` };
}

/** The base of the app that a worker serves: the build's worker has a scope of its own below it, an app's own worker has the app's scope. */
export function baseOfScope(scope: string): string {
  return new URL('.', scope.endsWith(`/${WORKER_SCOPE}`) ? scope.slice(0, -WORKER_SCOPE.length) : scope).href;
}
