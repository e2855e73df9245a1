import type { BackgroundTaskBlocker } from '../definitions.js';
import type { OpenRun, TaskOptions, TaskRecord } from './records.js';
import { nextEligibleAt, openableAt } from './schedule.js';

export type Constraint = Extract<keyof TaskOptions, `requires${string}`>;

/** What holds now, by the option that asks for it. Null or absent: this platform cannot know, and does not block. */
export type Conditions = Readonly<Partial<Record<Constraint, boolean | null>>>;

/** The constraints of a task that are known not to hold. */
export function unmetConstraints({ options }: TaskRecord, conditions: Conditions): Constraint[] {
  // An unmetered network is a network.
  const wanted = { ...options, requiresNetwork: options.requiresNetwork || options.requiresUnmeteredNetwork };
  return (Object.keys(conditions) as Constraint[]).filter((one) => wanted[one] && conditions[one] === false);
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
