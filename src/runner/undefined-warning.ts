import type { BackgroundTaskRuntime } from '../definitions.js';
import type { Definitions } from './ports.js';

export function undefinedWarning(taskName: string, runtime: BackgroundTaskRuntime, definitions: Definitions): string {
  const names = definitions.names().map((name) => `"${name}"`);
  return `"${taskName}" is due, but this ${runtime} does not define it. Call defineTask at module scope. Defined: ${names.join(', ') || 'none'}.`;
}
