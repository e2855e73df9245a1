import type { BackgroundTaskPlugin } from '../definitions.js';
import { BackgroundTaskResult } from '../definitions.js';
import { wrong } from '../core/option-errors.js';
import type { Runner } from '../runner/ports.js';
import { notAFunction } from './define-task.js';
import type { NativeBackgroundTaskPlugin } from '../reference-types.js';

/** What earlier versions exported as their native plugin, on top of the public object. */
export function createReferencePlugin(task: () => BackgroundTaskPlugin, runner: () => Runner | null): NativeBackgroundTaskPlugin {
  return {
    registerTask: ({ taskName, options }) => task().registerTaskAsync(taskName, options),
    unregisterTask: ({ taskName }) => task().unregisterTaskAsync(taskName),
    isTaskRegistered: async ({ taskName }) => ({ value: await task().isTaskRegisteredAsync(taskName) }),
    getRegisteredTasks: async () => ({ tasks: await task().getRegisteredTasksAsync() }),
    getPendingTaskRuns: async () => ({ tasks: await task().getPendingTaskRunsAsync() }),
    getStatus: async () => ({ status: await task().getStatusAsync() }),
    triggerTaskWorkerForTesting: async () => ({ value: await task().triggerTaskWorkerForTestingAsync() }),
    async finish({ taskId, result = BackgroundTaskResult.Success }) {
      await runner()?.finishFromOutside(taskId, result);
    },
    async addListener(eventName, listener) {
      if (eventName === 'expiration') return task().addExpirationListener(listener);
      if (eventName !== 'backgroundTask') throw wrong('eventName', '"backgroundTask" or "expiration"', eventName);
      if (typeof listener !== 'function') throw notAFunction('listenerFunc', listener);
      const remove = runner()?.onStart(listener);
      return { remove: () => Promise.resolve(remove?.()) };
    },
  };
}
