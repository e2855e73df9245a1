import { BackgroundTaskError } from '../../errors.js';

/** For an aborted transaction that the browser gives no reason for. */
export function abortError(): DOMException {
  return new DOMException('The transaction was aborted.', 'AbortError');
}

/** The remedy by the name of the browser's error: texts differ between browsers and versions. */
const REMEDIES: Readonly<Partial<Record<string, string>>> = {
  QuotaExceededError: 'The disk or the storage of this site is full: free disk space.',
  SecurityError: 'The browser keeps site data from this page (blocked cookies, private mode, a sandboxed frame): allow site data.',
  // Chromium says this of blocked cookies, WebKit of a lost connection to its storage process.
  UnknownError:
    'The browser keeps its storage from this page or lost the connection to it: allow site data (cookies), reload the page, restart the browser.',
  AbortError: 'The browser ended the step (site data cleared, or the browser is closing): try again.',
  InvalidStateError: 'The browser closed the database (site data cleared, or private mode): try again, or leave private mode.',
  ReferenceError: 'This browser has no IndexedDB here: leave private mode or allow site data.',
  TypeError: 'This browser has no IndexedDB here: leave private mode or allow site data.',
};

/** Whether a new connection may help: the old one was closed or lost, and the step wrote nothing. */
export function isLostConnection(error: unknown): boolean {
  return ['InvalidStateError', 'AbortError', 'UnknownError'].includes(nameOf(error));
}

export function codedError(cause: unknown): BackgroundTaskError {
  if (cause instanceof BackgroundTaskError) return cause;
  if (nameOf(cause) === 'VersionError') {
    return new BackgroundTaskError('STORAGE_NEWER', 'The database is of a newer version of the app: reload the page.', { cause });
  }
  const remedy = REMEDIES[nameOf(cause)] ?? 'Reload the page; if it happens again, clear the data of this site.';
  return new BackgroundTaskError('STORAGE_FAILED', `Nothing was stored (${String(cause)}). ${remedy}`, { cause });
}

export function blockedError(): BackgroundTaskError {
  const message = 'Nothing was stored: another tab holds the database in an older version. Close or reload the other tabs of this app.';
  return new BackgroundTaskError('STORAGE_FAILED', message);
}

export function unansweredError(what: string, limitMs: number): BackgroundTaskError {
  const message = `The browser's storage has not answered ${what} within ${limitMs / 1000} s. Close the other tabs of this app, or restart the browser.`;
  return new BackgroundTaskError('STORAGE_FAILED', message);
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : '';
}
