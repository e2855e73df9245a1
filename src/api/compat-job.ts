import { COMPAT_TASK_NAME } from '../core/constants.js';
import type { BackgroundTaskCallback, BackgroundTaskPlugin, BackgroundTaskResult } from '../definitions.js';

/** What the compatibility job needs of the ordinary API. */
export interface CompatJobPorts {
  readonly define: (name: string, callback: BackgroundTaskCallback) => void;
  readonly finish: (result: BackgroundTaskResult) => Promise<void>;
  readonly warn: (message: string) => void;
}

// They are numbers here because a use of the enum would put all of it into every bundle.
const SUCCESS: BackgroundTaskResult.Success = 1;
const FAILED: BackgroundTaskResult.Failed = 2;

/** The synchronous half of the react-native-background-task compatibility: its one job. */
export function createCompatJob(ports: CompatJobPorts): Pick<BackgroundTaskPlugin, 'define' | 'finish'> {
  let release: () => void = () => undefined;

  /** A callback that returns a promise or a result ends with it; any other stays open until `finish()` or the run is cut. */
  const callbackOf =
    (callback: BackgroundTaskCallback): BackgroundTaskCallback =>
    async (execution) => {
      const released = new Promise<void>((resolve) => {
        release = resolve;
        execution.signal.addEventListener('abort', () => resolve());
      });
      const returned: unknown = callback(execution);
      // Any other value does not end the run, because `() => setTimeout(finish, 5000)` returns a number.
      const isEnd = returned === SUCCESS || returned === FAILED || isThenable(returned);
      return isEnd ? returned : released;
    };

  return {
    define(callback) {
      ports.define(COMPAT_TASK_NAME, typeof callback === 'function' ? callbackOf(callback) : callback);
      if (neverEnds(callback)) {
        ports.warn('define: the callback returns nothing, so its run lasts until finish() or the timeout (30 s). Return a promise.');
      }
    },
    finish(result = SUCCESS) {
      const told = ports.finish(result);
      release();
      return told;
    },
  };
}

function isThenable(value: unknown): value is PromiseLike<BackgroundTaskResult | void> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** Returns whether, as far as its text shows, the function returns no promise and no result, and calls no `finish()`. */
function neverEnds(callback: BackgroundTaskCallback): boolean {
  return !/^async|\breturn\b|=>\s*[^\s{]|finish|\[native code/.test(String(callback));
}
