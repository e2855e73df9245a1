import { BackgroundTask, BackgroundTaskResult } from '@capgo/capacitor-background-task';
import { refreshFeed } from './notes/feed';
import { uploadNote, uploadNotes } from './notes/notes';
import { markRun } from './server';

export const SEND_NOTE = 'send-note';
export const SYNC_NOTES = 'sync-notes';
export const REFRESH_FEED = 'refresh-feed';

// Everything here runs in the page, in the service worker and in a headless web view: no window, no document.

/** One note, as it is written. */
BackgroundTask.defineTask<{ id: string }>(SEND_NOTE, async (execution) => {
  const { data, signal, setProgress } = execution;
  await markRun('start', execution);
  try {
    if (data !== null) await uploadNote(data.id, signal, (step) => setProgress(step));
    return BackgroundTaskResult.Success;
  } finally {
    await markRun('end', execution);
  }
});

/** The safety net: whatever the server does not have yet. */
BackgroundTask.defineTask(SYNC_NOTES, async (execution) => {
  await markRun('start', execution);
  try {
    await uploadNotes(execution.signal, (sent, of) => execution.setProgress({ sent, of }));
    return BackgroundTaskResult.Success;
  } finally {
    await markRun('end', execution);
  }
});

BackgroundTask.defineTask(REFRESH_FEED, async ({ signal }) => {
  await refreshFeed(signal);
});
