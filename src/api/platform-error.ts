import { BackgroundTaskError } from '../errors.js';
import type { BackgroundTaskErrorCode } from '../errors.js';

const CODE = /^[A-Z][A-Z0-9_]*$/;

/** Whatever a platform rejected with, as the one class of errors. */
export function platformError(thrown: unknown, method: string): BackgroundTaskError {
  if (thrown instanceof BackgroundTaskError) return thrown;
  const { code, message } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' && message !== '' ? message : `no message (${String(thrown)})`;
  if (code === 'UNIMPLEMENTED') {
    return new BackgroundTaskError(
      'PLUGIN_OUTDATED',
      `${method}: the native part of @capgo/capacitor-background-task is missing or older than its JavaScript. Run "npx cap sync" and build the app anew. (${text})`,
      { cause: thrown },
    );
  }
  if (typeof code === 'string' && CODE.test(code)) {
    // A code that a newer native part has and this list has not stays readable as it is.
    return new BackgroundTaskError(code as BackgroundTaskErrorCode, text, { cause: thrown });
  }
  return new BackgroundTaskError('UNAVAILABLE', `${method} failed in the platform: ${text}`, { cause: thrown });
}
