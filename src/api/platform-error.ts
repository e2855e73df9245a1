import { PACKAGE_NAME } from '../core/artifacts.js';
import { BackgroundTaskError } from '../errors.js';
import type { BackgroundTaskErrorCode } from '../errors.js';

const CODE = /^[A-Z][A-Z0-9_]*$/;
/** What Chromium, Firefox, Safari and webpack say of a part that did not come. */
const NOT_LOADED = /dynamically imported module|Importing a module script|Loading chunk/;

/** Whatever a platform rejected with, as the one class of errors. */
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
    // A code that a newer native part has and this list has not stays readable as it is.
    return new BackgroundTaskError(code as BackgroundTaskErrorCode, text, { cause: thrown });
  }
  return new BackgroundTaskError('UNAVAILABLE', `${method} failed in the platform: ${text}`, { cause: thrown });
}
