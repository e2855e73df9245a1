import type { BackgroundTaskPlugin } from '../definitions.js';

/** The members that need no platform at once: an app may name all of them in its first tick. */
const SYNC_MEMBERS = [
  'defineTask',
  'isTaskDefined',
  'isAvailableAsync',
  'addExpirationListener',
  'isHeadless',
  'define',
  'finish',
  'UNAVAILABLE_DENIED',
  'UNAVAILABLE_RESTRICTED',
] as const satisfies readonly (keyof BackgroundTaskPlugin)[];

/** The members that ask the platform. A page loads what they need at the first call of one. */
export const ASYNC_METHODS = [
  'registerTaskAsync',
  'enqueueTaskAsync',
  'cancelEnqueuedAsync',
  'getEnqueuedAsync',
  'unregisterTaskAsync',
  'unregisterAllTasksAsync',
  'isTaskRegisteredAsync',
  'getRegisteredTasksAsync',
  'getStatusAsync',
  'getStatusDetailsAsync',
  'getTaskAsync',
  'getTaskRunsAsync',
  'getPendingTaskRunsAsync',
  'getReportAsync',
  'triggerTaskWorkerForTestingAsync',
  'addTaskRunListener',
  'addTaskProgressListener',
  'schedule',
  'cancel',
  'statusAsync',
] as const satisfies readonly (keyof BackgroundTaskPlugin)[];

export type AsyncMethods = Pick<BackgroundTaskPlugin, (typeof ASYNC_METHODS)[number]>;

/** Every public member. A bundler drops the list where nothing uses it. */
export const PUBLIC_MEMBERS = [...SYNC_MEMBERS, ...ASYNC_METHODS] as const;
