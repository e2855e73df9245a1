import { BackgroundTask, BackgroundTaskResult } from '@capgo/capacitor-background-task';
import { refreshFeed } from './notes/feed';
import { uploadNotes } from './notes/notes';
import { markRun } from './server';

export const SYNC_NOTES = 'sync-notes';
export const REFRESH_FEED = 'refresh-feed';

// Everything here runs in the page, in the service worker and in a headless web view: no window, no document.

BackgroundTask.defineTask(SYNC_NOTES, async (execution) => {
  await markRun('start', execution);
  try {
    await uploadNotes(execution.signal);
    return BackgroundTaskResult.Success;
  } finally {
    await markRun('end', execution);
  }
});

BackgroundTask.defineTask(REFRESH_FEED, async ({ signal }) => {
  await refreshFeed(signal);
});
