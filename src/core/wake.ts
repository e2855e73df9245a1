import type { BackgroundTaskBlocker } from '../definitions.js';
import type { OpenRun, TaskOptions, TaskRecord } from './records.js';
import { nextEligibleAt, openableAt } from './schedule.js';

export interface Conditions {
  /** Null or absent: this platform cannot know, and does not block. */
  readonly network?: boolean | null;
  readonly unmeteredNetwork?: boolean | null;
  readonly charging?: boolean | null;
  readonly batteryNotLow?: boolean | null;
  readonly storageNotLow?: boolean | null;
  readonly deviceIdle?: boolean | null;
}

type ConstraintOption = Extract<keyof TaskOptions, `requires${string}`>;

const CONSTRAINTS: readonly (readonly [ConstraintOption, keyof Conditions, BackgroundTaskBlocker])[] = [
  ['requiresNetwork', 'network', 'network'],
  ['requiresUnmeteredNetwork', 'unmeteredNetwork', 'unmetered-network'],
  ['requiresCharging', 'charging', 'charging'],
  ['requiresBatteryNotLow', 'batteryNotLow', 'battery-not-low'],
  ['requiresStorageNotLow', 'storageNotLow', 'storage-not-low'],
  ['requiresDeviceIdle', 'deviceIdle', 'device-idle'],
];

export function unmetConstraints({ options }: TaskRecord, conditions: Conditions): BackgroundTaskBlocker[] {
  // An unmetered network is a network.
  const wanted = { ...options, requiresNetwork: options.requiresNetwork || options.requiresUnmeteredNetwork };
  return CONSTRAINTS.filter(([option, condition]) => wanted[option] && conditions[condition] === false).map(([, , blocker]) => blocker);
}

/** Longest overdue first; equal times by name, so that every platform has one order. */
export function byOverdue(a: TaskRecord, b: TaskRecord): number {
  return nextEligibleAt(a) - nextEligibleAt(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/** The tasks for which a wake opens a run: due, without an open run, constraints met. A test takes all without an open run. */
export function tasksToOpen(
  tasks: readonly TaskRecord[],
  openRuns: readonly OpenRun[],
  conditions: Conditions,
  now: number,
  test: boolean,
): TaskRecord[] {
  const open = new Set(openRuns.map((run) => run.taskName));
  return tasks
    .filter((task) => !open.has(task.name))
    .filter((task) => test || (openableAt(task) <= now && unmetConstraints(task, conditions).length === 0))
    .sort(byOverdue);
}
