import type { Zone } from '../../core/daily-window.js';
import type { PlatformKind } from '../../core/options.js';
import { isOutsideWindow, openableAt } from '../../core/schedule.js';
import type { Constraints, QueuedItem, TaskRecord } from '../../core/records.js';
import { blockersOf } from '../../core/wake-selection.js';
import type { Conditions } from '../../core/wake-selection.js';
import type { BackgroundTaskBlocker } from '../../definitions.js';
import type { Situation, WakeModel } from '../model/wake-model.js';
import { conditionsOf } from '../model/device-state.js';
import { PLATFORM_RULES } from '../rules/rules.js';
import type { Rule } from '../rules/rule.js';
import { localText } from './instants.js';

export interface ExplainedBlocker {
  /** The word that `blockedBy` has for it, or the device's own. */
  readonly blocker: string;
  /** Until when, if nothing changes; null: until something does. */
  readonly until: number | null;
  /** The row of the table that says so; null for a condition that the task asks for itself. */
  readonly rule: Rule<unknown> | null;
}

/** When a task may run next, and what holds it up. */
export interface Explanation {
  readonly taskName: string;
  /** How many items of it are in the queue. */
  readonly enqueued: number;
  /** When its own schedule, or that of an item, lets it run at the earliest. */
  readonly eligibleAt: number;
  /** When the system is expected to wake the app for it, if nothing changes; null: never. */
  readonly nextAt: number | null;
  readonly blockedBy: readonly ExplainedBlocker[];
  /** For people. */
  toString(): string;
}

export interface ExplanationParts {
  readonly platform: PlatformKind;
  readonly model: WakeModel;
  readonly situation: Situation;
  readonly zone: (near: number) => Zone;
}

export function explain(taskName: string, { platform, model, situation, zone }: ExplanationParts): Explanation | null {
  const tasks = situation.tasks.filter(({ name }) => name === taskName);
  const items = situation.items.filter((item) => item.taskName === taskName);
  const first = firstOf(
    [...tasks.map((task) => taskWork(task, situation)), ...items.map(itemWork)],
    conditionsOf(platform, situation.state),
  );
  if (first === null) return null;
  const { now } = situation;
  const { eligibleAt } = first;
  const waits = model.waits(situation, taskName);
  const blockedBy: ExplainedBlocker[] = [
    ...first.blockers.map((blocker) => ({ blocker, until: null, rule: null })),
    ...(first.isOutsideWindow ? [{ blocker: 'window', until: eligibleAt, rule: null }] : []),
    ...waits.map(({ blocker, until, rule }) => ({ blocker, until, rule: PLATFORM_RULES.find(({ id }) => id === rule) ?? null })),
  ];
  const wake = model.next({ ...situation, tasks, items });
  const nextAt = wake === null ? null : wake.at;
  const local = (time: number): string => localText(time, zone(time));
  return {
    taskName,
    enqueued: items.length,
    eligibleAt,
    nextAt,
    blockedBy,
    toString: () =>
      [
        `"${taskName}": ${items.length > 0 ? `${items.length} enqueued, ` : ''}eligible ${eligibleAt <= now ? 'now' : `at ${local(eligibleAt)}`}, ${nextAt === null ? 'never woken as things are' : `next wake at ${local(nextAt)}`}`,
        ...blockedBy.map((one) => `  ${lineOf(one, local)}`),
      ].join('\n'),
  };
}

/** A registration or an item, and what it waits for. */
interface Work {
  readonly eligibleAt: number;
  readonly constraints: Constraints;
  readonly isOutsideWindow: boolean;
}

const taskWork = (task: TaskRecord, { now, zone }: Situation): Work => ({
  eligibleAt: openableAt(task, now, zone),
  constraints: task.options,
  isOutsideWindow: isOutsideWindow(task, now, zone),
});

const itemWork = ({ eligibleAt, constraints }: QueuedItem): Work => ({ eligibleAt, constraints, isOutsideWindow: false });

/** What runs first: one whose conditions hold before one that waits for them. Null when there is nothing. */
function firstOf(works: readonly Work[], conditions: Conditions): (Work & { blockers: BackgroundTaskBlocker[] }) | null {
  return (
    works
      .map((work) => ({ ...work, blockers: blockersOf(work.constraints, conditions) }))
      .toSorted((a, b) => Math.sign(a.blockers.length) - Math.sign(b.blockers.length) || a.eligibleAt - b.eligibleAt)[0] ?? null
  );
}

function lineOf({ blocker, until, rule }: ExplainedBlocker, local: (time: number) => string): string {
  const end = until === null ? 'until that changes' : `until ${local(until)}`;
  const why = rule === null ? 'the task asks for it' : `${rule.about} (${rule.standing}: ${rule.source})`;
  return `${blocker} ${end}: ${why}`;
}
