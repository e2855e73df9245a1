import { BackgroundTask } from '@capgo/capacitor-background-task';
import { REFRESH_FEED, SYNC_NOTES } from './background-tasks';

/** Minutes; Android makes 15 of anything less. */
const SYNC_MINUTES = Number(import.meta.env.VITE_SYNC_MINUTES ?? 15);
const SWITCHED_OFF = 'background-work-off';

export function isSwitchedOff(): boolean {
  return localStorage.getItem(SWITCHED_OFF) !== null;
}

/** At each start of the app, unless the user has turned it off: the same options again change nothing. */
export async function registerTasks(): Promise<void> {
  if (isSwitchedOff()) return;
  await BackgroundTask.registerTaskAsync(SYNC_NOTES, { minimumInterval: SYNC_MINUTES, requiresNetwork: true, maximumRetries: 3 });
  await BackgroundTask.registerTaskAsync(REFRESH_FEED, { minimumInterval: 4 * SYNC_MINUTES, requiresNetwork: true });
}

export async function turnOnOrOff(): Promise<void> {
  if (await BackgroundTask.isTaskRegisteredAsync(SYNC_NOTES)) {
    localStorage.setItem(SWITCHED_OFF, 'yes');
    await BackgroundTask.unregisterAllTasksAsync();
  } else {
    localStorage.removeItem(SWITCHED_OFF);
    await registerTasks();
  }
}
