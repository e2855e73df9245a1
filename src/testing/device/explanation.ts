import type { Zone } from '../../core/daily-window.js';
import type { PlatformKind } from '../../core/options.js';
import { isOutsideWindow, openableAt } from '../../core/schedule.js';
import { blockersOf } from '../../core/wake-selection.js';
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
  /** When its own schedule lets it run at the earliest. */
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
  const task = situation.tasks.find(({ name }) => name === taskName);
  if (task === undefined) return null;
  const { now, state } = situation;
  const conditions = blockersOf(task.options, conditionsOf(platform, state));
  const eligibleAt = openableAt(task, now, situation.zone);
  const waits = model.waits(situation, taskName);
  const blockedBy: ExplainedBlocker[] = [
    ...conditions.map((blocker) => ({ blocker, until: null, rule: null })),
    ...(isOutsideWindow(task, now, situation.zone) ? [{ blocker: 'window', until: eligibleAt, rule: null }] : []),
    ...waits.map(({ blocker, until, rule }) => ({ blocker, until, rule: PLATFORM_RULES.find(({ id }) => id === rule) ?? null })),
  ];
  const wake = model.next({ ...situation, tasks: [task], items: [] });
  const nextAt = wake === null ? null : wake.at;
  const local = (time: number): string => localText(time, zone(time));
  return {
    taskName,
    eligibleAt,
    nextAt,
    blockedBy,
    toString: () =>
      [
        `"${taskName}": eligible ${eligibleAt <= now ? 'now' : `at ${local(eligibleAt)}`}, ${nextAt === null ? 'never woken as things are' : `next wake at ${local(nextAt)}`}`,
        ...blockedBy.map((one) => `  ${lineOf(one, local)}`),
      ].join('\n'),
  };
}

function lineOf({ blocker, until, rule }: ExplainedBlocker, local: (time: number) => string): string {
  const end = until === null ? 'until that changes' : `until ${local(until)}`;
  const why = rule === null ? 'the task asks for it' : `${rule.about} (${rule.standing}: ${rule.source})`;
  return `${blocker} ${end}: ${why}`;
}
