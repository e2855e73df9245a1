/** The one tag of periodic and one-off sync: the browser's gap between wakes holds per origin, so one wake runs all due tasks. */
export const SYNC_TAG = 'capgo-background-task';
/** The worker of the build, beside index.html. */
export const WORKER_FILE = 'background-task-sw.js';
/** Its own scope controls no page, so it never meets the app's own worker. */
export const WORKER_SCOPE = '__background-task__/';
/** `<meta name="capgo-background-task" content="/base/">`: where the build put the worker. */
export const BASE_META_NAME = 'capgo-background-task';
