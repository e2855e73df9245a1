// The members of `BackgroundTask` in a service worker, one by one: a bundler drops what the tasks module does not use, and with most
// modules that is everything but `defineTask`.
import { createAsyncMethods } from './api/async-methods.js';
import { createBackgroundTask } from './api/create-background-task.js';
import { defineTask as defineTaskIn } from './api/define-task.js';
import type { PlatformConnection } from './api/platform-connection.js';
import { isServiceWorker, isWebPage } from './api/environment.js';
import { browserClock, newId } from './web/shared/clock.js';
import { consoleLog } from './console-log.js';
import type { BackgroundTaskPlugin } from './definitions.js';
import { sharedDefinitions } from './runner/definitions.js';
import { workerConnection } from './web/worker/worker-connection.js';

type Members = BackgroundTaskPlugin;

const WORKER_BUILD_IN_PAGE =
  "this page has the package's build for workers. The condition 'worker' in `resolve.conditions` belongs to the build of the worker alone, not to that of the pages: see docs/build.md, \"Beside another service worker\".";

let plugin: BackgroundTaskPlugin | null = null;

function whole(): BackgroundTaskPlugin {
  plugin ??= createBackgroundTask({
    definitions: sharedDefinitions,
    connection: (): PlatformConnection | null => workerConnection(),
    whyUnavailable: () => (isWebPage() ? WORKER_BUILD_IN_PAGE : null),
    isHeadless: isServiceWorker,
    attaches: false,
    asyncMethods: (parts, connection) => Promise.resolve(createAsyncMethods(parts, connection)),
    clock: browserClock,
    newId,
    log: consoleLog,
  });
  return plugin;
}

export const isHeadless: boolean = /* @__PURE__ */ isServiceWorker();
export const UNAVAILABLE_DENIED = 'denied';
export const UNAVAILABLE_RESTRICTED = 'restricted';
export const defineTask: Members['defineTask'] = (name, callback, options) => defineTaskIn(sharedDefinitions(), name, callback, options);
export const isTaskDefined: Members['isTaskDefined'] = (name) => whole().isTaskDefined(name);
export const isAvailableAsync: Members['isAvailableAsync'] = () => whole().isAvailableAsync();
export const registerTaskAsync: Members['registerTaskAsync'] = (name, options) => whole().registerTaskAsync(name, options);
export const enqueueTaskAsync: Members['enqueueTaskAsync'] = (name, options) => whole().enqueueTaskAsync(name, options);
export const cancelEnqueuedAsync: Members['cancelEnqueuedAsync'] = (name, id) => whole().cancelEnqueuedAsync(name, id);
export const getEnqueuedAsync: Members['getEnqueuedAsync'] = (options) => whole().getEnqueuedAsync(options);
export const unregisterTaskAsync: Members['unregisterTaskAsync'] = (name) => whole().unregisterTaskAsync(name);
export const unregisterAllTasksAsync: Members['unregisterAllTasksAsync'] = () => whole().unregisterAllTasksAsync();
export const isTaskRegisteredAsync: Members['isTaskRegisteredAsync'] = (name) => whole().isTaskRegisteredAsync(name);
export const getRegisteredTasksAsync: Members['getRegisteredTasksAsync'] = () => whole().getRegisteredTasksAsync();
export const getStatusAsync: Members['getStatusAsync'] = () => whole().getStatusAsync();
export const getStatusDetailsAsync: Members['getStatusDetailsAsync'] = () => whole().getStatusDetailsAsync();
export const getTaskAsync: Members['getTaskAsync'] = (name) => whole().getTaskAsync(name);
export const getTaskRunsAsync: Members['getTaskRunsAsync'] = (options) => whole().getTaskRunsAsync(options);
export const getPendingTaskRunsAsync: Members['getPendingTaskRunsAsync'] = () => whole().getPendingTaskRunsAsync();
export const getReportAsync: Members['getReportAsync'] = (options) => whole().getReportAsync(options);
export const triggerTaskWorkerForTestingAsync: Members['triggerTaskWorkerForTestingAsync'] = (options) =>
  whole().triggerTaskWorkerForTestingAsync(options);
export const addExpirationListener: Members['addExpirationListener'] = (listener) => whole().addExpirationListener(listener);
export const addTaskProgressListener: Members['addTaskProgressListener'] = (listener) => whole().addTaskProgressListener(listener);
export const addTaskRunListener: Members['addTaskRunListener'] = (listener) => whole().addTaskRunListener(listener);
export const define: Members['define'] = (callback) => whole().define(callback);
export const schedule: Members['schedule'] = (options) => whole().schedule(options);
export const cancel: Members['cancel'] = () => whole().cancel();
export const statusAsync: Members['statusAsync'] = () => whole().statusAsync();
export const finish: Members['finish'] = (result) => whole().finish(result);
