import { BackgroundTask, BackgroundTaskResult, BackgroundTaskStatus } from '@capgo/capacitor-background-task';
import type {
  BackgroundTaskCallback,
  BackgroundTaskEvent,
  BackgroundTaskOptions,
  BackgroundTaskPlugin,
} from '@capgo/capacitor-background-task';
import type { PluginListenerHandle } from '@capacitor/core';
import { snippet } from './snippet.ts';

const SYNC_TASK = 'sync-offline-data';

export const namedTasks = [
  snippet(
    'a task is defined, registered, run and told of',
    async () => {
      let ran = 0;
      BackgroundTask.defineTask(SYNC_TASK, async () => {
        ran++;
        return BackgroundTaskResult.Success;
      });
      await BackgroundTask.registerTaskAsync(SYNC_TASK, { minimumInterval: 30, requiresNetwork: true });
      const triggered = await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return { triggered, ran };
    },
    { triggered: true, ran: 1 },
  ),
  snippet(
    'its status is looked up',
    async () => ({
      isRegistered: await BackgroundTask.isTaskRegisteredAsync(SYNC_TASK),
      other: await BackgroundTask.isTaskRegisteredAsync('another'),
      names: await BackgroundTask.getRegisteredTasksAsync(),
    }),
    { isRegistered: true, other: false, names: [SYNC_TASK] },
  ),
  snippet(
    'the availability is compared with the enum and named by it',
    async () => {
      const status: BackgroundTaskStatus = await BackgroundTask.getStatusAsync();
      const isKnown = status === BackgroundTaskStatus.Available || status === BackgroundTaskStatus.Restricted;
      return { isKnown, name: BackgroundTaskStatus[status] === 'Available' || BackgroundTaskStatus[status] === 'Restricted' };
    },
    { isKnown: true, name: true },
  ),
  snippet(
    'the options are kept in a constant of their type, and each may be left out',
    async () => {
      const hourly: BackgroundTaskOptions = { minimumInterval: 60 };
      const offline: BackgroundTaskOptions = { requiresNetwork: false };
      await BackgroundTask.registerTaskAsync(SYNC_TASK, hourly);
      await BackgroundTask.registerTaskAsync(SYNC_TASK, offline);
      await BackgroundTask.registerTaskAsync(SYNC_TASK, {});
      await BackgroundTask.registerTaskAsync(SYNC_TASK);
      return BackgroundTask.isTaskRegisteredAsync(SYNC_TASK);
    },
    true,
  ),
  snippet(
    'a callback is kept in a constant of its type',
    async () => {
      const callback: BackgroundTaskCallback = async (event) =>
        event.taskName === SYNC_TASK ? BackgroundTaskResult.Success : BackgroundTaskResult.Failed;
      BackgroundTask.defineTask(SYNC_TASK, callback);
      return BackgroundTask.triggerTaskWorkerForTestingAsync();
    },
    true,
  ),
  snippet(
    'a callback takes the event by its name, with its id, time and test mark',
    async () => {
      const seen: BackgroundTaskEvent[] = [];
      async function sync(event: BackgroundTaskEvent): Promise<BackgroundTaskResult> {
        seen.push(event);
        return BackgroundTaskResult.Success;
      }
      const from = Date.now();
      BackgroundTask.defineTask(SYNC_TASK, sync);
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return seen.map(({ taskName, taskId, timestamp, test }) => ({
        taskName,
        hasId: taskId.length > 0,
        isRecent: timestamp >= from - 1000 && timestamp <= Date.now() + 1000,
        test,
      }));
    },
    [{ taskName: SYNC_TASK, hasId: true, isRecent: true, test: true }],
  ),
  snippet(
    'a callback without a result, a synchronous one and one that throws are all callbacks',
    async () => {
      let ran = 0;
      BackgroundTask.defineTask(SYNC_TASK, () => void ran++);
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      BackgroundTask.defineTask(SYNC_TASK, () => {
        ran++;
        return BackgroundTaskResult.Failed;
      });
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      BackgroundTask.defineTask(SYNC_TASK, async () => {
        ran++;
        throw new Error('no server');
      });
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return ran;
    },
    3,
  ),
  snippet(
    'finish(result) in an ordinary callback ends its run',
    async () => {
      BackgroundTask.defineTask(SYNC_TASK, async () => {
        await BackgroundTask.finish(BackgroundTaskResult.Failed);
      });
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return (await BackgroundTask.getTaskRunsAsync({ taskName: SYNC_TASK, limit: 1 })).map(({ outcome }) => outcome);
    },
    ['failed'],
  ),
  snippet(
    'the runs that are under way are a list of events',
    async () => {
      let pending: BackgroundTaskEvent[] = [];
      BackgroundTask.defineTask(SYNC_TASK, async () => {
        pending = await BackgroundTask.getPendingTaskRunsAsync();
      });
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      const after: BackgroundTaskEvent[] = await BackgroundTask.getPendingTaskRunsAsync();
      return { during: pending.map(({ taskName, test }) => ({ taskName, test })), after };
    },
    { during: [{ taskName: SYNC_TASK, test: true }], after: [] },
  ),
  snippet(
    'an expiration listener takes the event by its name and is removed by its handle',
    async () => {
      const onExpiration = (event: BackgroundTaskEvent): void => console.warn(event.taskName, event.taskId, event.timestamp);
      const handle: PluginListenerHandle = await BackgroundTask.addExpirationListener(onExpiration);
      await handle.remove();
      return 'removed';
    },
    'removed',
  ),
  snippet(
    'the plugin is handed to a service by its type',
    async () => {
      class SyncService {
        constructor(private readonly tasks: BackgroundTaskPlugin) {}
        isOn = (): Promise<boolean> => this.tasks.isTaskRegisteredAsync(SYNC_TASK);
      }
      return new SyncService(BackgroundTask).isOn();
    },
    true,
  ),
  snippet(
    'a task that is not defined cannot be registered, and the error says so',
    async () => {
      try {
        await BackgroundTask.registerTaskAsync('never-defined');
      } catch (error: unknown) {
        return error instanceof Error && /"never-defined".*defined/.test(error.message);
      }
      return 'registered';
    },
    true,
  ),
  snippet(
    'a task without a name cannot be defined',
    async () => {
      try {
        BackgroundTask.defineTask('', () => undefined);
      } catch (error: unknown) {
        return error instanceof Error;
      }
      return 'defined';
    },
    true,
  ),
  snippet(
    'a task is unregistered, twice too',
    async () => {
      await BackgroundTask.unregisterTaskAsync(SYNC_TASK);
      await BackgroundTask.unregisterTaskAsync(SYNC_TASK);
      return BackgroundTask.getRegisteredTasksAsync();
    },
    [],
  ),
  snippet(
    'the trigger answers false when nothing is registered',
    async () => {
      const triggered: boolean = await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return triggered;
    },
    false,
  ),
];
