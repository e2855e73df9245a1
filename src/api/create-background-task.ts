import { COMPAT_TASK_NAME } from '../core/constants.js';
import { parseTaskName } from '../core/task-name.js';
import type { BackgroundTaskPlugin } from '../definitions.js';
import { BackgroundTaskError } from '../errors.js';
import type { Runner } from '../runner/ports.js';
import { createCompatJob } from './compat-job.js';
import { defineCallback, defineTask, notAFunction } from './define-task.js';
import type { BackgroundTaskParts, PlatformConnection } from './platform-connection.js';
import { finishRun } from './finish-run.js';
import { ASYNC_METHODS } from './public-members.js';
import type { AsyncMethods } from './public-members.js';

/** The public object. Its methods need no `this`, so that they work when destructured. */
export function createBackgroundTask(parts: BackgroundTaskParts): BackgroundTaskPlugin {
  let attachedTo: Runner | null = null;
  let methods: Promise<AsyncMethods> | null = null;
  let methodsOf: Runner | null = null;

  const attach = (): void => {
    const connection = parts.connection();
    if (!parts.attaches || connection === null || attachedTo === connection.runner) return;
    // This is needed once, since the runner sees to further definitions.
    attachedTo = connection.runner;
    void connection.runner
      .attach()
      .then(() => parts.afterStart?.(parts, connection))
      .catch(() => undefined);
  };

  const connectionFor = (method: string): PlatformConnection => {
    const connection = parts.connection();
    if (connection === null) throw unavailable(method, parts.whyUnavailable?.() ?? null);
    return connection;
  };

  const later =
    (method: keyof AsyncMethods) =>
    async (...args: never[]): Promise<unknown> => {
      const connection = connectionFor(method);
      // A test may put a virtual device in the platform's place.
      if (methodsOf !== connection.runner) methods = null;
      methodsOf = connection.runner;
      // All calls wait for one promise, which keeps them in order. A rejected promise is not kept, so the next call tries again.
      methods ??= parts.asyncMethods(parts, connection).catch((error: unknown) => {
        methods = null;
        throw error;
      });
      return ((await methods)[method] as (...args: never[]) => unknown)(...args);
    };

  return {
    defineTask(taskName, callback, options) {
      defineTask(parts.definitions(), taskName, callback, options);
      attach();
    },
    isTaskDefined: (taskName) => parts.definitions().get(parseTaskName(taskName)) !== undefined,
    isAvailableAsync: () => Promise.resolve(parts.connection() !== null),
    // This listener is part of the small entry, because a tasks module may add it while a wake goes on.
    addExpirationListener: (listener) =>
      new Promise((resolve) => {
        if (typeof listener !== 'function') throw notAFunction('listener', listener);
        const remove = connectionFor('addExpirationListener').runner.onExpiration(listener);
        resolve({ remove: () => Promise.resolve(remove()) });
      }),
    get isHeadless() {
      return (parts.connection()?.isHeadless ?? parts.isHeadless)();
    },
    UNAVAILABLE_DENIED: 'denied',
    UNAVAILABLE_RESTRICTED: 'restricted',
    ...createCompatJob({
      define(name, callback) {
        defineCallback(parts.definitions(), name, callback, null);
        attach();
      },
      async finish(result) {
        const connection = parts.connection();
        if (connection !== null) await finishRun(connection.runner, result, parts.definitions().get(COMPAT_TASK_NAME) !== undefined);
      },
      warn: parts.log.warn,
    }),
    ...(Object.fromEntries(ASYNC_METHODS.map((method) => [method, later(method)])) as unknown as AsyncMethods),
  };
}

function unavailable(method: string, why: string | null): BackgroundTaskError {
  const reason =
    why ??
    "background tasks cannot run here (server, Node, jsdom, no IndexedDB). Call it in the app's client code (useEffect, onMounted, ngAfterViewInit, onMount); in a test, on a device of @capgo/capacitor-background-task/testing.";
  return new BackgroundTaskError('UNAVAILABLE', `${method}: ${reason}`);
}
