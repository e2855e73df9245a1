import { BackgroundTask, BackgroundTaskResult, BackgroundTaskStatus, NativeBackgroundTask } from '@capgo/capacitor-background-task';
import type {
  BackgroundTaskEvent,
  BooleanResult,
  FinishOptions,
  GetStatusResult,
  NativeBackgroundTaskPlugin,
  PendingTaskRunsResult,
  RegisteredTasksResult,
  RegisterTaskOptions,
  TaskNameOptions,
} from '@capgo/capacitor-background-task';
import { snippet } from './snippet.ts';

const plugin: NativeBackgroundTaskPlugin = NativeBackgroundTask;
const named: TaskNameOptions = { taskName: 'native-sync' };

export const nativePlugin = [
  snippet(
    'the plugin itself registers a task',
    async () => {
      BackgroundTask.defineTask(named.taskName, () => undefined);
      const request: RegisterTaskOptions = { taskName: named.taskName, options: { minimumInterval: 30, requiresNetwork: false } };
      await plugin.registerTask(request);
      const { value }: BooleanResult = await plugin.isTaskRegistered(named);
      return value;
    },
    true,
  ),
  snippet(
    'it lists what is registered',
    async () => {
      const { tasks }: RegisteredTasksResult = await plugin.getRegisteredTasks();
      return tasks;
    },
    [named.taskName],
  ),
  snippet(
    'it tells the status in an object',
    async () => {
      const { status }: GetStatusResult = await plugin.getStatus();
      return [BackgroundTaskStatus.Available, BackgroundTaskStatus.Restricted].includes(status);
    },
    true,
  ),
  snippet(
    'its listener hears of each run that starts here, and its trigger answers in an object',
    async () => {
      const heard: BackgroundTaskEvent[] = [];
      const handle = await plugin.addListener('backgroundTask', (event) => heard.push(event));
      const { value }: BooleanResult = await plugin.triggerTaskWorkerForTesting();
      await handle.remove();
      await plugin.triggerTaskWorkerForTesting();
      return { value, heard: heard.map(({ taskName, test }) => ({ taskName, test })) };
    },
    { value: true, heard: [{ ...named, test: true }] },
  ),
  snippet(
    'it lists the runs that are under way, and finishes one of them',
    async () => {
      BackgroundTask.defineTask(named.taskName, async () => {
        const { tasks }: PendingTaskRunsResult = await plugin.getPendingTaskRuns();
        for (const { taskId, taskName } of tasks) {
          const options: FinishOptions = { taskId, taskName, result: BackgroundTaskResult.Failed };
          await plugin.finish(options);
        }
      });
      await plugin.triggerTaskWorkerForTesting();
      return (await BackgroundTask.getTaskRunsAsync({ limit: 1 })).map(({ outcome }) => outcome);
    },
    ['failed'],
  ),
  snippet(
    'a run that it does not know is finished without an error',
    async () => {
      await plugin.finish({ taskId: 'unknown' });
      return 'resolved';
    },
    'resolved',
  ),
  snippet(
    'its expiration listener has a handle',
    async () => {
      const handle = await plugin.addListener('expiration', (event: BackgroundTaskEvent) => console.warn(event.taskName));
      await handle.remove();
      return 'removed';
    },
    'removed',
  ),
  snippet(
    'it unregisters a task',
    async () => {
      await plugin.unregisterTask(named);
      return (await plugin.isTaskRegistered(named)).value;
    },
    false,
  ),
];
