/** The one tag of periodic and one-off sync: the browser's gap between wakes holds per origin, so one wake runs all due tasks. */
export const SYNC_TAG = 'capgo-background-task';
