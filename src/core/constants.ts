// contract/constants.json states the same values for Java and Swift; a test holds the two together.

export const CONTRACT_VERSION = 2;
/** The version of records that hold nothing new since version 1, so that older code goes on reading them. */
export const RECORD_VERSION = 1;
export const NEWEST_RECORD_VERSION = 2;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const DEFAULT_INTERVAL_MINUTES = 720;
export const MAXIMUM_INTERVAL_MINUTES = 525_600;
export const MINIMUM_INTERVAL_MINUTES = { android: 15, ios: 1, web: 1 } as const;

export const MAXIMUM_TASKS = 100;
export const MAXIMUM_NAME_LENGTH = 128;
export const MAXIMUM_RETRIES = 10;
export const MAXIMUM_CONCURRENT_RUNS = 4;
export const MAXIMUM_ERROR_LENGTH = 500;
export const MAXIMUM_INTERRUPTIONS = 3;
export const MAXIMUM_LOGGED_RUNS = 300;
export const MAXIMUM_ITEMS = 1000;
/** Counted in the UTF-8 bytes of the JSON text. */
export const MAXIMUM_DATA_BYTES = 8192;
export const MAXIMUM_PROGRESS_BYTES = 1024;
/** An item is given up after this many runs in a row that ended `expired` or `lost`. */
export const MAXIMUM_ITEM_INTERRUPTIONS = 20;
export const DEFAULT_ITEM_RETRIES = 3;
export const MAXIMUM_DECLINES = 16;

export const BACKOFF_FIRST_MS = 30 * SECOND;
export const BACKOFF_LIMIT_MS = 5 * HOUR;

/** An item that no runtime defines is tried again after the first of these times, and given up after the second. */
export const UNDEFINED_ITEM_RETRY_MS = 24 * HOUR;
export const UNDEFINED_ITEM_LIMIT_MS = 30 * 24 * HOUR;
/** A wake that has less time left opens no item. */
export const LEAST_TIME_FOR_ITEM_MS = 30 * SECOND;

/** The shortest time between two messages about a run's progress, and between two times that the web stores it. */
export const PROGRESS_INTERVAL_MS = 250;
export const PROGRESS_STORE_INTERVAL_MS = 1 * SECOND;

/** A window that is shorter than this is warned about. */
export const SHORT_WINDOW_MINUTES = 30;

/** How long a page on screen may take to claim an offer before it loses its turn. */
export const PAGE_TURN_MS = 3 * SECOND;

/** How long a runtime without the callback waits for a late `defineTask` before it declines. */
export const LATE_DEFINITION_MS = 2 * SECOND;
/** The web's own values of the tables below. They have names because a minifier can inline a named number, and no member of a table. */
export const WEB_GRACE_MS = 2 * SECOND;
export const WEB_PAGE_LIMIT_MS = 10 * MINUTE;
export const SERVICE_WORKER_LIMIT_MS = 150 * SECOND;
/** A holder settles its run at the end of the grace by itself; others step in only after that. */
export const HOLDER_FIRST_MS = 500;

/** The time from the abort of the signal to the settling of the run, whatever the callback does. */
export const EXPIRY_GRACE_MS = { android: 2 * SECOND, ios: 1 * SECOND, web: WEB_GRACE_MS } as const;

/** The time of a run up to the abort of its signal. In a web page it counts from the claim, elsewhere from the wake. */
export const TIME_LIMIT_MS = {
  webPage: WEB_PAGE_LIMIT_MS,
  serviceWorker: SERVICE_WORKER_LIMIT_MS,
  android: 9 * MINUTE,
  iosRefresh: 25 * SECOND,
  iosProcessing: 10 * MINUTE,
} as const;

/** A task is `stalled` when it is overdue by more than twice its interval and by more than this. */
export const STALLED_FLOOR_MS = { android: 24 * HOUR, ios: 72 * HOUR, web: 72 * HOUR } as const;

/** The same for a task with a `window`, on every platform. */
export const WINDOW_STALLED_FLOOR_MS = 72 * HOUR;

/** The one job of the react-native-background-task compatibility. */
export const COMPAT_TASK_NAME = 'react-native-background-task';

/** The reason in the status for stored records that could not be read and were set aside. */
export const RECORDS_SET_ASIDE = 'RECORDS_SET_ASIDE';
