import type { Constraints } from '../../core/records.js';
import { openableAt } from '../../core/schedule.js';
import { unmetConstraints } from '../../core/wake-selection.js';
import type { Conditions } from '../../core/wake-selection.js';
import type { Situation } from './wake-model.js';

/** Holds the earliest time at which a registration or an item may run. */
export interface Due {
  readonly name: string;
  readonly at: number;
  readonly constraints: Constraints;
}

export function duesOf({ tasks, items, zone, now }: Situation): Due[] {
  return [
    ...tasks.map((task) => ({ name: task.name, at: openableAt(task, now, zone), constraints: task.options })),
    ...items.map((item) => ({ name: item.taskName, at: item.eligibleAt, constraints: item.constraints })),
  ];
}

/** Returns those whose conditions hold. */
export function unblocked(dues: readonly Due[], conditions: Conditions): Due[] {
  return dues.filter(({ constraints }) => unmetConstraints(constraints, conditions).length === 0);
}
