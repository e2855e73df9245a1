import type { Zone } from '../../core/daily-window.js';
import type { PlatformKind } from '../../core/options.js';
import { isOutsideWindow, openableAt } from '../../core/schedule.js';
import type { Constraints, QueuedItem, TaskRecord } from '../../core/records.js';
import { blockersOf } from '../../core/wake-selection.js';
import type { Conditions } from '../../core/wake-selection.js';
import type { BackgroundTaskBlocker } from '../../definitions.js';
import type { PlannedWake, Situation, Wait, WakeModel } from '../model/wake-model.js';
import { conditionsOf } from '../model/device-state.js';
import { RESTART_AFTER_DEATH } from '../rules/android-rules.js';
import { PLATFORM_RULES } from '../rules/rules.js';
import type { Rule } from '../rules/rule.js';
import { localText } from './instants.js';

export interface ExplainedBlocker {
  /** Names what blocks, as `blockedBy` does, or in the device's own word where the public API has none. */
  readonly blocker: string;
  /** Tells until when it blocks if nothing changes, in epoch milliseconds; null when only a change ends it. */
  readonly until: number | null;
  /** Holds the row of `PLATFORM_RULES` that it follows from; null for a condition that the task itself sets. */
  readonly rule: Rule<unknown> | null;
}

/** Tells when a task may run next, and what holds it up. */
export interface Explanation {
  readonly taskName: string;
  /** Counts the items of the task in the queue. */
  readonly enqueued: number;
  /** Tells when its own schedule, or that of an item, first lets it run, in epoch milliseconds. */
  readonly eligibleAt: number;
  /** Tells when the system will wake the app for it if nothing changes, in epoch milliseconds; null when it never will. */
  readonly nextAt: number | null;
  readonly blockedBy: readonly ExplainedBlocker[];
  /** Returns the explanation as text for people, one line for each blocker. */
  toString(): string;
}

export interface ExplanationParts {
  readonly platform: PlatformKind;
  readonly model: Pick<WakeModel, 'waits'>;
  /** Returns the next wake of such a situation. */
  readonly next: (situation: Situation) => PlannedWake | null;
  /** Is the time in epoch milliseconds before which the system starts no work, because the process died; 0 when it did not. */
  readonly restartsAt: number;
  readonly situation: Situation;
  readonly zone: (near: number) => Zone;
}

export function explain(taskName: string, { platform, model, next, restartsAt, situation, zone }: ExplanationParts): Explanation | null {
  const tasks = situation.tasks.filter(({ name }) => name === taskName);
  const items = situation.items.filter((item) => item.taskName === taskName);
  const first = firstOf(
    [...tasks.map((task) => taskWork(task, situation)), ...items.map(itemWork)],
    conditionsOf(platform, situation.state),
  );
  if (first === null) return null;
  const { now } = situation;
  const { eligibleAt } = first;
  const wake = next({ ...situation, tasks, items });
  const nextAt = wake === null ? null : wake.at;
  const waitsForRestart = restartsAt > Math.max(now, eligibleAt);
  const restart: Wait = { blocker: 'restart', until: restartsAt, rule: RESTART_AFTER_DEATH.id };
  const waits = [...model.waits(situation, taskName), ...(waitsForRestart ? [restart] : [])];
  const blockedBy: ExplainedBlocker[] = [
    ...first.blockers.map((blocker) => ({ blocker, until: null, rule: null })),
    ...(first.isOutsideWindow ? [{ blocker: 'window', until: eligibleAt, rule: null }] : []),
    ...waits.map(({ blocker, until, rule }) => ({ blocker, until, rule: PLATFORM_RULES.find(({ id }) => id === rule) ?? null })),
  ];
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

/** Holds what a registration and an item have in common here. */
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

/** Returns the work that runs first: one whose conditions hold comes before one that is blocked. Returns null when there is none. */
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
