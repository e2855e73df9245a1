import type { BackgroundTaskBlocker } from '../definitions.js';
import type { TaskRecord } from './records.js';
import { nextEligibleAt } from './schedule.js';

/** Long overdue although nothing known blocks the task. `floorMs` is the platform's. */
export function isStalled(task: TaskRecord, blockedBy: readonly BackgroundTaskBlocker[], now: number, floorMs: number): boolean {
  if (blockedBy.length > 0) return false;
  return now - nextEligibleAt(task) > Math.max(2 * task.options.minimumIntervalMs, floorMs);
}
