import { MAXIMUM_TASKS } from '../core/constants.js';
import type { BackgroundTaskRuntime } from '../definitions.js';
import type { Definitions } from './ports.js';

/** Once per task. */
export function undefinedWarning(
  runtime: BackgroundTaskRuntime,
  definitions: Definitions,
  warn: (message: string) => void,
): (taskName: string) => void {
  const warned = new Set<string>();
  return (taskName) => {
    if (warned.has(taskName)) return;
    // Names made of dates must not pile up in a page that stays open.
    if (warned.size >= MAXIMUM_TASKS) warned.clear();
    warned.add(taskName);
    const names = definitions.names().map((name) => `"${name}"`);
    warn(
      `"${taskName}" is due, but this ${runtime} does not define it. Call defineTask at module scope. Defined: ${names.join(', ') || 'none'}.`,
    );
  };
}
