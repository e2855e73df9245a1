import type { TaskView } from '../../core/platform.js';
import { blockersOf } from '../../core/wake-selection.js';
import { STALLED_FLOOR_MS } from '../../core/constants.js';
import type { TaskRecord } from '../../core/records.js';
import { awaitsDefinition, isStalled, nextEligibleAt } from '../../core/schedule.js';
import type { Conditions } from '../../core/wake-selection.js';
import type { BackgroundTaskBlocker } from '../../definitions.js';
import { unmetered } from './conditions.js';

/** No browser tells workers of these conditions, and some tell nobody: a worker runs such a task without checking them. */
const NOT_HONOURED = ['requiresCharging', 'requiresBatteryNotLow', 'requiresStorageNotLow', 'requiresDeviceIdle'] as const;

export function taskView(task: TaskRecord, conditions: Conditions, now: number): TaskView {
  const blockedBy: BackgroundTaskBlocker[] = blockersOf(task.options, conditions);
  if (awaitsDefinition(task, now)) blockedBy.push('undefined');
  return {
    name: task.name,
    options: task.options,
    notHonoured: notHonoured(task),
    registeredAt: task.registeredAt,
    lastRun: task.lastRun,
    nextEligibleAt: nextEligibleAt(task),
    blockedBy,
    stalled: isStalled(task, blockedBy, now, STALLED_FLOOR_MS.web),
  };
}

function notHonoured(task: TaskRecord): string[] {
  const names: string[] = NOT_HONOURED.filter((name) => task.options[name]);
  if (task.options.requiresUnmeteredNetwork && unmetered() === null) names.push('requiresUnmeteredNetwork');
  return names;
}
