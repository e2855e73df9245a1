import { Capacitor, registerPlugin } from '@capacitor/core';

import { createBackgroundTask } from './api/create-background-task.js';
import type { BackgroundTaskParts, PlatformConnection } from './api/platform-connection.js';
import { createReferencePlugin } from './api/reference-plugin.js';
import type { NativeBackgroundTaskPlugin } from './reference-types.js';
import { listeningPlatform } from './api/listening-platform.js';
import { isProduction, isWebPage } from './api/environment.js';
import { onResumption } from './api/resumption.js';
import { browserClock, newId } from './web/shared/clock.js';
import { consoleLog } from './console-log.js';
import { HEADLESS_MARKER_PLUGIN_NAME, PLUGIN_NAME } from './core/artifacts.js';
import { EXPIRY_GRACE_MS } from './core/constants.js';
import type { TaskPlatform } from './core/platform.js';
import type { BackgroundTaskPlugin } from './definitions.js';
import { BackgroundTaskError } from './errors.js';
import { sharedDefinitions } from './runner/definitions.js';
import type { Runner } from './runner/ports.js';
import { createRunner } from './runner/runner.js';
import { shared } from './runner/shared.js';

export type * from './definitions.js';
export type * from './reference-types.js';
export type { BackgroundTaskErrorCode } from './errors.js';
export { BackgroundTaskResult, BackgroundTaskStatus } from './definitions.js';
export { BackgroundTaskError } from './errors.js';

const isHeadless = (): boolean => Capacitor.isNativePlatform() && Capacitor.isPluginAvailable(HEADLESS_MARKER_PLUGIN_NAME);

function createConnection(): PlatformConnection | null {
  const name = Capacitor.getPlatform();
  const kind = name === 'android' || name === 'ios' ? name : 'web';
  if (kind === 'web' && !isWebPage()) return null;
  const platform = registerPlugin<TaskPlatform>(PLUGIN_NAME, { web: loadWeb });
  const runner: Runner = createRunner({
    platform: listeningPlatform(platform, () => runner),
    runtime: isHeadless() ? 'headless' : 'page',
    runtimeId: newId(),
    definitions: sharedDefinitions(),
    clock: browserClock,
    log: consoleLog,
    production: isProduction(),
    graceMs: EXPIRY_GRACE_MS[kind],
  });
  onResumption(runner.checkClock);
  return { kind, platform, runner };
}

let web: Promise<TaskPlatform> | null = null;

/** Capacitor calls this anew for each method while the first load is in flight: all must get the same platform. A rejected load is not kept. */
const loadWeb = (): Promise<TaskPlatform> =>
  (web ??= loaded(async () => (await import('./web/page/index.js')).createWebPlatform()).catch((error: unknown) => {
    web = null;
    throw error;
  }));

const lateMethods = () => loaded(() => import('./api/late-methods.js'));

const loadMethods: BackgroundTaskParts['asyncMethods'] = async (parts, connection) =>
  (await lateMethods()).createAsyncMethods(parts, connection);

async function loaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause: unknown) {
    const message = 'A part of the package could not be loaded (offline, or a deployment removed it). Reload the page.';
    throw new BackgroundTaskError('LOAD_FAILED', message, { cause });
  }
}

const afterStart: BackgroundTaskParts['afterStart'] = async (parts, connection) => {
  if (!isHeadless()) await (await lateMethods()).warnOfUndefinedTasks(parts, connection);
};

const connection = (): PlatformConnection | null => shared('connection', createConnection);

/** Periodic background tasks: define them at module scope, register them once the app knows enough. @since 8.0.0 */
export const BackgroundTask: BackgroundTaskPlugin = createBackgroundTask({
  definitions: sharedDefinitions,
  connection,
  isHeadless,
  attaches: true,
  asyncMethods: loadMethods,
  newId,
  afterStart,
  clock: browserClock,
  log: consoleLog,
});

/** @deprecated Use `BackgroundTask`. @since 8.1.0 */
export const NativeBackgroundTask: NativeBackgroundTaskPlugin = /* @__PURE__ */ createReferencePlugin(
  () => BackgroundTask,
  () => connection()?.runner ?? null,
);
