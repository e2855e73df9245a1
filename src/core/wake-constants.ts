// What only a wake uses, apart from the rest: a bundler puts it into the web platform's chunk, not into the app's entry.

export const MAXIMUM_INTERRUPTIONS = 3;
export const MAXIMUM_LOGGED_RUNS = 300;
export const MAXIMUM_DECLINES = 16;

export const BACKOFF_FIRST_MS = 30_000;
export const BACKOFF_LIMIT_MS = 18_000_000;

/** A page on screen that has not claimed an offer by then loses its turn. */
export const PAGE_TURN_MS = 3000;
