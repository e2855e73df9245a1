import { COMPAT_TASK_NAME } from '../core/constants.js';
import type { BackgroundTaskCallback, BackgroundTaskPlugin } from '../definitions.js';

/** What the compatibility job needs of the ordinary API. */
export interface CompatJobPorts {
  readonly define: (name: string, callback: BackgroundTaskCallback) => void;
  /** Ends the run under way here as a success. */
  readonly finish: (name: string) => void;
}

/** The synchronous half of the react-native-background-task compatibility: its one job. */
export function createCompatJob(ports: CompatJobPorts): Pick<BackgroundTaskPlugin, 'define' | 'finish'> {
  let release: () => void = () => undefined;

  /** A callback that returns a promise ends with it; any other stays open until `finish()` or the run is cut. */
  const callbackOf =
    (callback: () => unknown): BackgroundTaskCallback =>
    async ({ signal }) => {
      const released = new Promise<void>((resolve) => {
        release = resolve;
        signal.addEventListener('abort', () => resolve());
      });
      const result = callback();
      await (typeof (result as { then?: unknown } | null | undefined)?.then === 'function' ? result : released);
    };

  return {
    define: (callback) => ports.define(COMPAT_TASK_NAME, typeof callback === 'function' ? callbackOf(callback) : callback),
    finish() {
      ports.finish(COMPAT_TASK_NAME);
      release();
    },
  };
}
