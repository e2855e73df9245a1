import { BackgroundTask } from '@capgo/capacitor-background-task';
import { SEND_NOTE } from './background-tasks';
import { isSwitchedOff } from './registration';

/**
 * Sends a note as soon as it can be: now where there is a network, else when there is one, also while the app is closed. The queue holds its id only; the
 * note itself stays where it is. `sync-notes` is the safety net.
 */
export async function sendSoon(noteId: string): Promise<void> {
  if (isSwitchedOff()) return;
  await BackgroundTask.enqueueTaskAsync<{ id: string }>(SEND_NOTE, { id: noteId, data: { id: noteId }, maximumRetries: 10 });
}
