import type { BackgroundTaskRuntime } from '../definitions.js';
import type { Definitions } from './ports.js';

/** Once per task. */
export function undefinedWarning(runtime: BackgroundTaskRuntime, definitions: Definitions, warn: (message: string) => void): (taskName: string) => void {
  const warned = new Set<string>();
  return (taskName) => {
    if (warned.has(taskName)) return;
    warned.add(taskName);
    const names = definitions.names().map((name) => `"${name}"`);
    warn(`"${taskName}" is due, but this ${runtime} does not define it. Call defineTask at module scope. Defined: ${names.join(', ') || 'none'}.`);
  };
}
