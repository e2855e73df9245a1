import { LATE_DEFINITION_MS } from '../core/constants.js';
import { alarm } from '../runner/timed.js';
import { listOf } from './public-views.js';
import type { BackgroundTaskParts, PlatformConnection } from './platform-connection.js';

/** Warns once, after the page has loaded and late definitions have had their time, of registered tasks without a callback, which run nowhere. */
export async function warnOfUndefinedTasks(
  { clock, definitions, log }: Pick<BackgroundTaskParts, 'clock' | 'definitions' | 'log'>,
  { platform }: Pick<PlatformConnection, 'platform'>,
): Promise<void> {
  await pageLoaded();
  await new Promise<void>((resolve) => void alarm(clock, LATE_DEFINITION_MS, resolve));
  const { tasks } = await platform.getTasks();
  const names = listOf(tasks).flatMap(({ name }) => (definitions().get(name) === undefined ? [`"${name}"`] : []));
  if (names.length === 0) return;
  log.warn(
    `Registered, but not defined in this page: ${names.join(', ')}. Their runs find no callback. Call defineTask at module scope, in a file that every start loads, or unregisterTaskAsync what the app has given up.`,
  );
}

function pageLoaded(): Promise<void> {
  if (typeof document === 'undefined' || document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => window.addEventListener('load', () => resolve(), { once: true }));
}
