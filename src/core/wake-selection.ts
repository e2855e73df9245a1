import type { BackgroundTaskBlocker } from '../definitions.js';
import type { Constraints, OpenRun, QueuedItem, TaskRecord } from './records.js';
import { UTC } from './daily-window.js';
import { byEligible } from './queue.js';
import { nextEligibleAt, openableAt } from './schedule.js';

export type Constraint = keyof Constraints;

/** Says what holds now, by the option that asks for it. Null or absent means that this platform cannot know, and then nothing is held back. */
export type Conditions = Readonly<Partial<Record<Constraint, boolean | null>>>;

/** Returns the constraints of a task or an item that are known not to hold. */
export function unmetConstraints(asked: Constraints, conditions: Conditions): Constraint[] {
  // An unmetered network is a network.
  const wanted = { ...asked, requiresNetwork: asked.requiresNetwork || asked.requiresUnmeteredNetwork };
  return (Object.keys(conditions) as Constraint[]).filter((one) => wanted[one] && conditions[one] === false);
}

/** Puts the longest overdue first, and equal times by name, so that every platform has one order. */
export function byOverdue(a: TaskRecord, b: TaskRecord): number {
  return nextEligibleAt(a) - nextEligibleAt(b) || byName(a.name, b.name);
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Returns the tasks for which a wake opens a run: those that are due, have no open run, and whose constraints are met. A test takes all that have no open run. */
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
    .filter((task) => test || (openableAt(task) <= now && unmetConstraints(task.options, conditions).length === 0))
    .sort(byOverdue);
}

/** What a wake opens a run for. */
export type Work = { readonly kind: 'task'; readonly task: TaskRecord } | { readonly kind: 'item'; readonly item: QueuedItem };

/**
 * The registrations and items for which a wake opens a run: due, constraints met, longest due first; one for each task, and none for a task with an open run.
 * What backs off or waits for its conditions holds up nothing else. At the same time: by name, then the registration, then the older item.
 */
export function worksToOpen(
  tasks: readonly TaskRecord[],
  items: readonly QueuedItem[],
  openRuns: readonly OpenRun[],
  conditions: Conditions,
  now: number,
  zone = UTC,
): Work[] {
  const taken = new Set(openRuns.map((run) => run.taskName));
  const due: { readonly name: string; readonly at: number; readonly work: Work }[] = [
    ...tasks
      .filter((task) => openableAt(task, now, zone) <= now && unmetConstraints(task.options, conditions).length === 0)
      .map((task) => ({ name: task.name, at: nextEligibleAt(task, zone), work: { kind: 'task' as const, task } })),
    ...items
      .filter((item) => item.eligibleAt <= now && unmetConstraints(item.constraints, conditions).length === 0)
      .sort(byEligible)
      .map((item) => ({ name: item.taskName, at: item.eligibleAt, work: { kind: 'item' as const, item } })),
  ].sort((a, b) => a.at - b.at || byName(a.name, b.name));
  return due.flatMap(({ name, work }) => {
    if (taken.has(name)) return [];
    taken.add(name);
    return [work];
  });
}

const BLOCKERS: readonly (readonly [Constraint, BackgroundTaskBlocker])[] = [
  ['requiresNetwork', 'network'],
  ['requiresUnmeteredNetwork', 'unmetered-network'],
  ['requiresCharging', 'charging'],
  ['requiresBatteryNotLow', 'battery-not-low'],
  ['requiresStorageNotLow', 'storage-not-low'],
  ['requiresDeviceIdle', 'device-idle'],
];

/** Returns the public words for the constraints that do not hold, in a fixed order. */
export function blockersOf(asked: Constraints, conditions: Conditions): BackgroundTaskBlocker[] {
  const unmet = unmetConstraints(asked, conditions);
  return BLOCKERS.filter(([constraint]) => unmet.includes(constraint)).map(([, blocker]) => blocker);
}
