import { PACKAGE_NAME } from '../core/artifacts.js';
import { BackgroundTaskError } from '../errors.js';
import type { BackgroundTaskErrorCode } from '../errors.js';

const CODE = /^[A-Z][A-Z0-9_]*$/;
/** The words of Chromium, Firefox, Safari and webpack for a part that could not be loaded. */
const NOT_LOADED = /dynamically imported module|Importing a module script|Loading chunk/;

/** Returns whatever a platform has rejected with as an error of this package's one class. */
export function platformError(thrown: unknown, method: string): BackgroundTaskError {
  if (thrown instanceof BackgroundTaskError) return thrown;
  const { code, message } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' && message !== '' ? message : `no message (${String(thrown)})`;
  if (code === 'UNIMPLEMENTED') {
    return new BackgroundTaskError(
      'PLUGIN_OUTDATED',
      `${method}: the native part of ${PACKAGE_NAME} is missing or older than its JavaScript. Run "npx cap sync" and build the app anew. (${text})`,
      { cause: thrown },
    );
  }
  if (NOT_LOADED.test(text)) {
    const cure = 'a part of the package could not be loaded (offline, or a deployment removed it). Reload the page.';
    return new BackgroundTaskError('LOAD_FAILED', `${method}: ${cure} (${text})`, { cause: thrown });
  }
  if (typeof code === 'string' && CODE.test(code)) {
    // A code of a newer native part, which this list lacks, stays as it is and can be read.
    return new BackgroundTaskError(code as BackgroundTaskErrorCode, text, { cause: thrown });
  }
  return new BackgroundTaskError('UNAVAILABLE', `${method} failed in the platform: ${text}`, { cause: thrown });
}
