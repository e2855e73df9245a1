// The web's values of the tables in constants.ts, each on its own: only so does a minifier put the number where it is used.

/** Between the abort of the signal and the settling. */
export const WEB_GRACE_MS = 2000;
/** A holder settles its run at the end of the grace by itself; others step in only after that. */
export const HOLDER_FIRST_MS = 500;
/** Time of a run up to the abort of its signal: in a page from the claim, in a service worker from the wake. */
export const WEB_PAGE_LIMIT_MS = 600_000;
export const SERVICE_WORKER_LIMIT_MS = 150_000;
