import { UTC } from '../../core/daily-window.js';
import { nextEligibleAt, openableAt } from '../../core/schedule.js';
import { constraintsOf } from '../ledger/items-in.js';
import type { WakeLedger } from '../ledger/ledger.js';
import { browserZone } from './clock.js';

/** A registration, or the first item of a task and a set of constraints, and when a wake may open it. */
export interface DueWork {
  /** Holds the name and the time since which it is due, so that the same task has another key once a run of it has settled. */
  readonly key: string;
  readonly taskName: string;
  readonly at: number;
  readonly requiresNetwork: boolean;
}

export async function dueWork(ledger: Pick<WakeLedger, 'tasks' | 'queueHeads'>, now: number): Promise<DueWork[]> {
  const [tasks, heads] = await Promise.all([ledger.tasks(now), ledger.queueHeads(now)]);
  return [
    ...tasks.map((task) => {
      const { window, requiresNetwork } = task.options;
      const zone = window == null ? UTC : browserZone(now);
      const key = `${nextEligibleAt(task, zone)} ${task.undefinedAt} ${task.name}`;
      return { key, taskName: task.name, at: openableAt(task, now, zone), requiresNetwork };
    }),
    ...heads.map(({ taskName, set, eligibleAt, sequence }) => {
      const { requiresNetwork } = constraintsOf(set);
      return { key: `${eligibleAt} ${sequence}`, taskName, at: eligibleAt, requiresNetwork };
    }),
  ];
}
