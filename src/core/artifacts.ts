// The names on which the build, the web platform, the native projects and the command must agree. They stand here once; Java and Swift have
// copies of the ones that they need.

export const PACKAGE_NAME = '@capgo/capacitor-background-task';

/** The native plugin, under which an app also configures this package in capacitor.config. */
export const PLUGIN_NAME = 'CapgoBackgroundTask';
/** A plugin without methods. Its presence tells JavaScript that this web view is the headless one. */
export const HEADLESS_MARKER_PLUGIN_NAME = 'CapgoBackgroundTaskHeadless';

/** The service worker that the build writes beside index.html. */
export const WORKER_FILE = 'background-task-sw.js';
/** The worker's scope, relative to the app's base. It contains no page, so that this worker never takes a page from the app's own. */
export const WORKER_SCOPE = '__background-task__/';
/** The page that a native web view loads while the app is closed, and its script. */
export const HEADLESS_FILE = 'background-task.html';
export const HEADLESS_SCRIPT_FILE = 'background-task-page.js';
/** Lists the names of the tasks and of the Capacitor plugins that the tasks module uses. */
export const MANIFEST_FILE = 'background-task.json';
/** `<meta name="capgo-background-task" content="/base/">` tells a page at any depth where the build put the worker. */
export const BASE_META_NAME = 'capgo-background-task';

/** Live-update plugins, by their names in JavaScript. A web view that nobody sees never loads them: they roll an update back, delete one, or call home. */
export const NEVER_LOADED_PLUGINS: readonly string[] = ['CapacitorUpdater', 'LiveUpdate', 'LiveUpdates'];

/**
 * The name in `globalThis` of an object that all copies of this package in one JavaScript context share. Bump the number when the shape of a
 * shared object changes, so that two incompatible copies do not share it.
 */
export function sharedObjectName(name: string): string {
  return `${PACKAGE_NAME}:${name}:1`;
}
