import type { TaskOptions } from '../core/records.js';
import type { BackgroundTaskInfo } from '../definitions.js';
import type { Runner } from '../runner/ports.js';
import type { BackgroundTaskParts } from './platform-connection.js';

/** The first contract version that knows `initialDelay` and `window`. */
const FIRST_WITH_WINDOWS = 2;

/** Serves a native part that is older than this JavaScript, and honours fewer options. */
export interface OldPlatform {
  /** Returns the options without those that the platform does not know, and warns once of each. Does not ask the platform when every version knows the given ones. */
  readonly knownOptions: (name: string, options: TaskOptions) => TaskOptions | Promise<TaskOptions>;
  readonly taskInfo: (task: BackgroundTaskInfo) => BackgroundTaskInfo;
}

export function createOldPlatform(parts: BackgroundTaskParts, runner: Runner, warnOnce: (message: string) => void): OldPlatform {
  const notHonoured = new Map<string, readonly string[]>();
  const ask = async (name: string, options: TaskOptions, unknown: readonly string[]): Promise<TaskOptions> => {
    const { initialDelayMs: _, window: _window, ...known } = options;
    if (parts.attaches && runner.contractVersion() === null) await runner.attach();
    if ((runner.contractVersion() ?? FIRST_WITH_WINDOWS) >= FIRST_WITH_WINDOWS) return options;
    notHonoured.set(name, unknown);
    warnOnce(
      `"${name}": ${unknown.join(', ')}: the native part is older than the JavaScript and does not honour this. Run "npx cap sync" and build the app anew.`,
    );
    return known;
  };
  return {
    knownOptions(name, options) {
      const { initialDelayMs, window } = options;
      const unknown = [...(initialDelayMs === undefined ? [] : ['initialDelay']), ...(window === undefined ? [] : ['window'])];
      notHonoured.delete(name);
      return unknown.length === 0 ? options : ask(name, options, unknown);
    },
    taskInfo(task) {
      const unknown = notHonoured.get(task.name) ?? [];
      return { ...task, options: { ...task.options, notHonoured: [...task.options.notHonoured, ...unknown] } };
    },
  };
}
