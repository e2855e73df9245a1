import { BackgroundTask } from '@capgo/capacitor-background-task';
import type { BackgroundTaskInfo, BackgroundTaskRun, BackgroundTaskStatusDetails } from '@capgo/capacitor-background-task';
import { cachedFeed } from '../notes/feed';
import { allNotes } from '../notes/notes';
import type { Note } from '../notes/notes';
import type { StoreTypes } from '../notes/database';

export interface AppState {
  readonly notes: readonly Note[];
  readonly feed: StoreTypes['feed'] | null;
  readonly status: BackgroundTaskStatusDetails;
  readonly tasks: readonly BackgroundTaskInfo[];
  readonly runs: readonly BackgroundTaskRun[];
  readonly pending: readonly BackgroundTaskRun[];
}

export async function readState(): Promise<AppState> {
  const [notes, feed, status, names, runs, pending] = await Promise.all([
    allNotes(),
    cachedFeed(),
    BackgroundTask.getStatusDetailsAsync(),
    BackgroundTask.getRegisteredTasksAsync(),
    BackgroundTask.getTaskRunsAsync({ limit: 60 }),
    BackgroundTask.getPendingTaskRunsAsync(),
  ]);
  const tasks = await Promise.all(names.map((name) => BackgroundTask.getTaskAsync(name)));
  return { notes, feed, status, runs, pending, tasks: tasks.filter((task) => task !== null) };
}
