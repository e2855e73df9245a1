import { BackgroundTask } from '@capgo/capacitor-background-task';
import type { BackgroundTaskInfo, BackgroundTaskRun, BackgroundTaskStatusDetails, EnqueuedTask } from '@capgo/capacitor-background-task';
import { cachedFeed } from '../notes/feed';
import { allNotes } from '../notes/notes';
import type { Note } from '../notes/notes';
import type { StoreTypes } from '../notes/database';

/** What the app itself keeps: there at once. */
export interface Kept {
  readonly notes: readonly Note[];
  readonly feed: StoreTypes['feed'] | null;
}

/** What the plugin tells of the background work. */
export interface Work {
  readonly status: BackgroundTaskStatusDetails;
  readonly tasks: readonly BackgroundTaskInfo[];
  readonly runs: readonly BackgroundTaskRun[];
  readonly pending: readonly BackgroundTaskRun[];
  /** Notes that wait to be sent, or are being sent. */
  readonly queued: readonly EnqueuedTask[];
}

export async function readKept(): Promise<Kept> {
  const [notes, feed] = await Promise.all([allNotes(), cachedFeed()]);
  return { notes, feed };
}

export async function readWork(): Promise<Work> {
  const [status, names, runs, pending, queued] = await Promise.all([
    BackgroundTask.getStatusDetailsAsync(),
    BackgroundTask.getRegisteredTasksAsync(),
    BackgroundTask.getTaskRunsAsync({ limit: 60 }),
    BackgroundTask.getPendingTaskRunsAsync(),
    BackgroundTask.getEnqueuedAsync(),
  ]);
  const tasks = await Promise.all(names.map((name) => BackgroundTask.getTaskAsync(name)));
  return { status, runs, pending, queued, tasks: tasks.filter((task) => task !== null) };
}
