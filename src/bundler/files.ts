/** What the build writes beside index.html. The web platform and the native ones know these names too. */
export const WORKER_FILE = 'background-task-sw.js';
export const PAGE_FILE = 'background-task.html';
export const PAGE_SCRIPT_FILE = 'background-task-page.js';
export const MANIFEST_FILE = 'background-task.json';

/** `<meta name="capgo-background-task" content="/base/">` tells a page at any depth where the worker is. */
export const BASE_META_NAME = 'capgo-background-task';

export const PACKAGE_NAME = '@capgo/capacitor-background-task';
