import type { TaskView } from '../../core/platform.js';
import { blockersOf } from '../../core/wake-selection.js';
import { STALLED_FLOOR_MS } from '../../core/constants.js';
import type { TaskRecord } from '../../core/records.js';
import { UTC } from '../../core/daily-window.js';
import type { Zone } from '../../core/daily-window.js';
import { awaitsDefinition, isOutsideWindow, isStalled, nextEligibleAt } from '../../core/schedule.js';
import type { Conditions } from '../../core/wake-selection.js';
import type { BackgroundTaskBlocker } from '../../definitions.js';
import { unmetered } from './conditions.js';

/** No browser tells workers of these conditions, and some tell nobody: a worker runs such a task without checking them. */
const NOT_HONOURED = ['requiresCharging', 'requiresBatteryNotLow', 'requiresStorageNotLow', 'requiresDeviceIdle'] as const;

export function taskView(task: TaskRecord, conditions: Conditions, now: number, zoneAround: (now: number) => Zone): TaskView {
  const zone = task.options.window == null ? UTC : zoneAround(now);
  const blockedBy: BackgroundTaskBlocker[] = blockersOf(task.options, conditions);
  if (isOutsideWindow(task, now, zone)) blockedBy.push('window');
  if (awaitsDefinition(task, now, zone)) blockedBy.push('undefined');
  return {
    name: task.name,
    options: task.options,
    notHonoured: notHonoured(task),
    registeredAt: task.registeredAt,
    lastRun: task.lastRun,
    nextEligibleAt: nextEligibleAt(task, zone),
    blockedBy,
    stalled: isStalled(task, blockedBy, now, STALLED_FLOOR_MS.web, zone),
  };
}

function notHonoured(task: TaskRecord): string[] {
  const names: string[] = NOT_HONOURED.filter((name) => task.options[name]);
  if (task.options.requiresUnmeteredNetwork && unmetered() === null) names.push('requiresUnmeteredNetwork');
  return names;
}
