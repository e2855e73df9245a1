import type { TaskOptions, TaskRecord } from './records.js';

// Apart from schedule.ts: a page that only wakes loads none of it.

export function newTask(name: string, options: TaskOptions, now: number): TaskRecord {
  return {
    version: 1,
    name,
    options,
    registeredAt: now,
    anchorAt: null,
    failedAttempts: 0,
    interruptedAttempts: 0,
    backoffCount: 0,
    backoffFrom: null,
    undefinedAt: null,
    lastRun: null,
  };
}

/** The options of a registered task change in place: the anchor and what was used up stay. */
export function withOptions(task: TaskRecord, options: TaskOptions): TaskRecord {
  return { ...task, options };
}

export function sameOptions(a: TaskOptions, b: TaskOptions): boolean {
  return (Object.keys(a) as (keyof TaskOptions)[]).every((key) => a[key] === b[key]);
}
