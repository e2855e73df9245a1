import { BackgroundTask, BackgroundTaskResult } from '@capgo/capacitor-background-task';
import type {
  BackgroundTaskEvent,
  ReactNativeBackgroundTaskOptions,
  ReactNativeBackgroundTaskStatus,
} from '@capgo/capacitor-background-task';
import { snippet } from './snippet.ts';

const lastOutcome = async (): Promise<unknown> => (await BackgroundTask.getTaskRunsAsync({ limit: 1 }))[0]?.outcome;

export const oneJob = [
  snippet(
    'one job is defined, scheduled and run',
    async () => {
      let ran = 0;
      BackgroundTask.define(async () => {
        ran++;
      });
      await BackgroundTask.schedule({ period: 1800 });
      const triggered = await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return { triggered, ran, names: (await BackgroundTask.getRegisteredTasksAsync()).length };
    },
    { triggered: true, ran: 1, names: 1 },
  ),
  snippet(
    'its options are kept in a constant of their type, and may be left out',
    async () => {
      const options: ReactNativeBackgroundTaskOptions = { period: 900, timeout: 20 };
      await BackgroundTask.schedule(options);
      await BackgroundTask.schedule();
      return (await BackgroundTask.getRegisteredTasksAsync()).length;
    },
    1,
  ),
  snippet(
    'its callback takes the event and returns a result',
    async () => {
      const seen: boolean[] = [];
      BackgroundTask.define(async (event: BackgroundTaskEvent) => {
        seen.push(event.test === true);
        return BackgroundTaskResult.Failed;
      });
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return { seen, outcome: await lastOutcome() };
    },
    { seen: [true], outcome: 'failed' },
  ),
  snippet(
    'finish() ends it after a timer',
    async () => {
      BackgroundTask.define(() => {
        setTimeout(() => void BackgroundTask.finish(), 50);
      });
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return lastOutcome();
    },
    'success',
  ),
  snippet(
    'finish(Failed) ends it as failed',
    async () => {
      BackgroundTask.define(() => {
        setTimeout(() => void BackgroundTask.finish(BackgroundTaskResult.Failed), 50);
      });
      await BackgroundTask.triggerTaskWorkerForTestingAsync();
      return lastOutcome();
    },
    'failed',
  ),
  snippet(
    'finish() is awaited, also when nothing runs',
    async () => {
      const finished: Promise<void> = BackgroundTask.finish();
      return (await finished) ?? 'nothing';
    },
    'nothing',
  ),
  snippet(
    'its status is an object with a reason',
    async () => {
      const status: ReactNativeBackgroundTaskStatus = await BackgroundTask.statusAsync();
      const reason: string = status.unavailableReason ?? 'none';
      return { isBoolean: typeof status.available === 'boolean', hasReason: status.available === (reason === 'none') };
    },
    { isBoolean: true, hasReason: true },
  ),
  snippet(
    'it is cancelled',
    async () => {
      await BackgroundTask.cancel();
      return BackgroundTask.getRegisteredTasksAsync();
    },
    [],
  ),
];
