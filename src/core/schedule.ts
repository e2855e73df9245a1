import type { BackgroundTaskBlocker, BackgroundTaskOutcome } from '../definitions.js';
import { BACKOFF_FIRST_MS, BACKOFF_LIMIT_MS, MAXIMUM_INTERRUPTIONS, WINDOW_STALLED_FLOOR_MS } from './constants.js';
import { firstInside, spanAt, UTC } from './daily-window.js';
import type { Zone } from './daily-window.js';
import type { DailyWindow, TaskOptions, TaskRecord } from './records.js';

export function newTask(name: string, options: TaskOptions, now: number): TaskRecord {
  return {
    version: versionOf(options),
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

/** Changes the options of a registered task. Its anchor and the attempts that it has used up stay. */
export function withOptions(task: TaskRecord, options: TaskOptions): TaskRecord {
  return { ...task, version: versionOf(options), options };
}

/** Older code would run such a task at the wrong time. */
const versionOf = ({ initialDelayMs, window }: TaskOptions): 1 | 2 => (initialDelayMs == null && window == null ? 1 : 2);

export function sameOptions(a: TaskOptions, b: TaskOptions): boolean {
  const keys = Object.keys({ ...a, ...b }) as (keyof TaskOptions)[];
  return keys.every((key) => (key === 'window' ? isSameWindow(a.window, b.window) : (a[key] ?? null) === (b[key] ?? null)));
}

function isSameWindow(a: DailyWindow | null | undefined, b: DailyWindow | null | undefined): boolean {
  return a?.fromMinutes === b?.fromMinutes && a?.toMinutes === b?.toMinutes;
}

/** Adds one. The limit keeps a count that a damaged record states a number that can be stored. */
export const counted = (count: number): number => Math.min(Number.MAX_SAFE_INTEGER, count + 1);

/** The number of the next attempt, counted from 1. */
export function attemptOf(task: Pick<TaskRecord, 'failedAttempts' | 'interruptedAttempts'>): number {
  return counted(task.failedAttempts + task.interruptedAttempts);
}

/** `count` is the number of settlings with backoff, the last one included. */
export function backoffMs(count: number): number {
  return Math.min(BACKOFF_LIMIT_MS, BACKOFF_FIRST_MS * 2 ** (count - 1));
}

/** Returns when the task is due, whatever the time is now. It is computed from stored fields each time, and never stored. */
export function nextEligibleAt(task: TaskRecord, zone = UTC): number {
  const { window } = task.options;
  const due =
    task.backoffFrom === null ? regularAt(task, zone) : Math.max(regularAt(task, zone), task.backoffFrom + backoffMs(task.backoffCount));
  return window == null ? due : firstInside(window, zone, due);
}

/**
 * A nightly task would drift later each night, and skip one, if its interval counted from when it settled: it counts from the start of that window. An
 * interval that would be over in the same window does not: it would be over as soon as the task has run.
 */
function regularAt({ registeredAt, anchorAt, options }: TaskRecord, zone: Zone): number {
  const { initialDelayMs, window, minimumIntervalMs } = options;
  if (anchorAt === null && initialDelayMs != null) return registeredAt + initialDelayMs;
  const anchor = anchorAt ?? registeredAt;
  const span = window && spanAt(window, zone, anchor);
  return (span && span.start + minimumIntervalMs >= span.end ? span.start : anchor) + minimumIntervalMs;
}

/**
 * Returns when a wake may open a run: an undefined task waits one interval, or for a runtime that names it; one that is overdue waits for its next window if `now`
 * is outside.
 */
export function openableAt(task: TaskRecord, now = 0, zone = UTC): number {
  const { undefinedAt, options } = task;
  const due = nextEligibleAt(task, zone);
  const at = undefinedAt === null ? due : Math.max(due, undefinedAt + options.minimumIntervalMs);
  return options.window == null ? at : firstInside(options.window, zone, Math.max(at, now));
}

/** Returns whether the task, whose last run settled `undefined`, still waits for a runtime that defines it. It is tried again one interval later at the latest. */
export function awaitsDefinition(task: TaskRecord, now: number, zone = UTC): boolean {
  return task.undefinedAt !== null && Math.max(nextEligibleAt(task, zone), task.undefinedAt + task.options.minimumIntervalMs) > now;
}

/** Returns whether `now` is outside of the task's window. */
export function isOutsideWindow({ options: { window } }: TaskRecord, now: number, zone: Zone): boolean {
  return window != null && spanAt(window, zone, now) === null;
}

/** Returns the task as the outcome of a run leaves it. A test run changes nothing. */
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

/** Follows the attaching of a runtime that names the task, which need not wait for the interval after `undefined` any more. */
export function afterNamed(task: TaskRecord): TaskRecord {
  return task.undefinedAt === null ? task : { ...task, undefinedAt: null };
}

const TIMES = ['registeredAt', 'anchorAt', 'backoffFrom', 'undefinedAt'] as const;

/** Rewrites as now a stored time that lies in the future because the clock was set back. Returns the same object when there is none. */
export function clampToNow(task: TaskRecord, now: number): TaskRecord {
  const ahead = TIMES.filter((time) => (task[time] ?? now) > now);
  return ahead.length === 0 ? task : { ...task, ...Object.fromEntries(ahead.map((time) => [time, now])) };
}

/** Returns whether the task is long overdue although nothing known blocks it. `floorMs` is the platform's. Being outside of its window is no blocker, since that ends each day. */
export function isStalled(
  task: TaskRecord,
  blockedBy: readonly BackgroundTaskBlocker[],
  now: number,
  floorMs: number,
  zone = UTC,
): boolean {
  if (blockedBy.some((blocker) => blocker !== 'window')) return false;
  const { minimumIntervalMs, window } = task.options;
  return now - nextEligibleAt(task, zone) > Math.max(2 * minimumIntervalMs, window == null ? floorMs : WINDOW_STALLED_FLOOR_MS);
}
