import type { BackgroundTaskBlocker, BackgroundTaskOutcome } from '../definitions.js';
import { BACKOFF_FIRST_MS, BACKOFF_LIMIT_MS, MAXIMUM_INTERRUPTIONS } from './constants.js';
import type { TaskOptions, TaskRecord } from './records.js';

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

/** One more; a count that a damaged record states stays one that can be stored. */
const counted = (count: number): number => Math.min(Number.MAX_SAFE_INTEGER, count + 1);

/** The number of the next attempt, counted from 1. */
export function attemptOf(task: TaskRecord): number {
  return counted(task.failedAttempts + task.interruptedAttempts);
}

/** `count` is the number of settlings with backoff, the last one included. */
export function backoffMs(count: number): number {
  return Math.min(BACKOFF_LIMIT_MS, BACKOFF_FIRST_MS * 2 ** (count - 1));
}

/** When the task is due. Recomputed from stored fields, never stored. */
export function nextEligibleAt(task: TaskRecord): number {
  const regular = (task.anchorAt ?? task.registeredAt) + task.options.minimumIntervalMs;
  if (task.backoffFrom === null) return regular;
  return Math.max(regular, task.backoffFrom + backoffMs(task.backoffCount));
}

/** When a wake may open a run: an undefined task waits one interval, or for a runtime that names it. */
export function openableAt(task: TaskRecord): number {
  const due = nextEligibleAt(task);
  return task.undefinedAt === null ? due : Math.max(due, task.undefinedAt + task.options.minimumIntervalMs);
}

/** Whether the task, last settled `undefined`, still waits for a runtime that defines it; at the latest one interval later it is tried again. */
export function awaitsDefinition(task: TaskRecord, now: number): boolean {
  return task.undefinedAt !== null && openableAt(task) > now;
}

/** What a run's outcome does to the schedule. A test run does nothing to it. */
export function afterOutcome(task: TaskRecord, outcome: BackgroundTaskOutcome, now: number): TaskRecord {
  switch (outcome) {
    case 'success':
      return movedOn(task, now);
    case 'failed':
      if (task.failedAttempts >= task.options.maximumRetries) return movedOn(task, now);
      return backedOff({ ...task, failedAttempts: counted(task.failedAttempts) }, now);
    case 'expired':
    case 'lost':
      if (task.interruptedAttempts >= MAXIMUM_INTERRUPTIONS) return movedOn(task, now);
      return backedOff({ ...task, interruptedAttempts: counted(task.interruptedAttempts) }, now);
    case 'not-started':
      return backedOff(task, now);
    case 'undefined':
      return { ...task, undefinedAt: now };
    case 'cancelled':
      return task;
  }
}

function movedOn(task: TaskRecord, now: number): TaskRecord {
  return {
    ...task,
    anchorAt: now,
    failedAttempts: 0,
    interruptedAttempts: 0,
    backoffCount: 0,
    backoffFrom: null,
    undefinedAt: null,
  };
}

function backedOff(task: TaskRecord, now: number): TaskRecord {
  return { ...task, backoffCount: counted(task.backoffCount), backoffFrom: now, undefinedAt: null };
}

/** A runtime that names the task has attached: it need not wait for the interval after `undefined`. */
export function afterNamed(task: TaskRecord): TaskRecord {
  return task.undefinedAt === null ? task : { ...task, undefinedAt: null };
}

const TIMES = ['registeredAt', 'anchorAt', 'backoffFrom', 'undefinedAt'] as const;

/** A stored time in the future (the clock was set back) is rewritten as now. The same object when nothing was. */
export function clampToNow(task: TaskRecord, now: number): TaskRecord {
  const ahead = TIMES.filter((time) => (task[time] ?? now) > now);
  return ahead.length === 0 ? task : { ...task, ...Object.fromEntries(ahead.map((time) => [time, now])) };
}

/** Long overdue although nothing known blocks the task. `floorMs` is the platform's. */
export function isStalled(task: TaskRecord, blockedBy: readonly BackgroundTaskBlocker[], now: number, floorMs: number): boolean {
  if (blockedBy.length > 0) return false;
  return now - nextEligibleAt(task) > Math.max(2 * task.options.minimumIntervalMs, floorMs);
}
