import type { BackgroundTaskBlocker } from '../definitions.js';
import type { TaskRecord } from './records.js';
import { unmetConstraints } from './wake.js';
import type { Conditions, Constraint } from './wake.js';

// Apart from wake.ts: a wake needs no words for them.

const BLOCKERS: readonly (readonly [Constraint, BackgroundTaskBlocker])[] = [
  ['requiresNetwork', 'network'],
  ['requiresUnmeteredNetwork', 'unmetered-network'],
  ['requiresCharging', 'charging'],
  ['requiresBatteryNotLow', 'battery-not-low'],
  ['requiresStorageNotLow', 'storage-not-low'],
  ['requiresDeviceIdle', 'device-idle'],
];

/** The public words for the constraints that do not hold, in a fixed order. */
export function blockersOf(task: TaskRecord, conditions: Conditions): BackgroundTaskBlocker[] {
  const unmet = unmetConstraints(task, conditions);
  return BLOCKERS.filter(([constraint]) => unmet.includes(constraint)).map(([, blocker]) => blocker);
}
