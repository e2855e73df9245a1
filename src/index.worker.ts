// The `worker` export condition. Edge servers set it too: there everything is as on a server.
import type { BackgroundTaskPlugin } from './definitions.js';
import type * as members from './worker-members.js';

export type * from './definitions.js';
export type * from './reference-types.js';
export type { BackgroundTaskErrorCode } from './errors.js';
export { BackgroundTaskResult, BackgroundTaskStatus } from './worker-enums.js';
export { BackgroundTaskError } from './errors.js';
export * as BackgroundTask from './worker-members.js';
export { NativeBackgroundTask } from './worker-reference.js';

/** Fails to compile when a member is missing. */
export type WorkerMembers = typeof members extends BackgroundTaskPlugin ? true : never;
