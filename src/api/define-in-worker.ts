import { COMPAT_TASK_NAME } from '../core/constants.js';
import { isObject } from '../core/is-object.js';
import { isTaskName } from '../core/task-name.js';
import type { BackgroundTaskCallback, DefineTaskOptions } from '../definitions.js';
import { BackgroundTaskError } from '../errors.js';
import type { BackgroundTaskErrorCode } from '../errors.js';
import type { Definitions } from '../runner/ports.js';
import { areRuntimes } from './define-options.js';

/** `defineTask` in a service worker: it takes and refuses what a page's does, with the same codes. The whole sentences are the page's. */
export function defineInWorker(
  definitions: Definitions,
  name: string,
  callback: BackgroundTaskCallback,
  options: DefineTaskOptions = {},
): void {
  const check = (holds: boolean, code: BackgroundTaskErrorCode, what: string): void => {
    if (!holds) throw new BackgroundTaskError(code, `defineTask: the ${what} is not valid. The same call in a page says why.`);
  };
  check(isTaskName(name) && name !== COMPAT_TASK_NAME, 'INVALID_TASK_NAME', 'name');
  const { runtimes } = options ?? {};
  check(isObject(options) && (runtimes === undefined || areRuntimes(runtimes)), 'INVALID_OPTIONS', 'options');
  check(typeof callback === 'function', 'INVALID_CALLBACK', 'callback');
  definitions.define({ name, callback, runtimes: runtimes ? [...runtimes] : null });
}
