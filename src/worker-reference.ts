import { createReferencePlugin } from './api/reference-plugin.js';
import type { NativeBackgroundTaskPlugin } from './reference-types.js';
import { workerConnection } from './web/worker/worker-connection.js';
import * as members from './worker-members.js';

/** @deprecated Use `BackgroundTask`. @since 8.1.0 */
export const NativeBackgroundTask: NativeBackgroundTaskPlugin = /* @__PURE__ */ createReferencePlugin(
  () => members,
  () => workerConnection()?.runner ?? null,
);
