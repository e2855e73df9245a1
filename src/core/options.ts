import type { BackgroundTaskOptions, CompatScheduleOptions, EnqueueOptions } from '../definitions.js';
import {
  DEFAULT_INTERVAL_MINUTES,
  DEFAULT_ITEM_RETRIES,
  MAXIMUM_DATA_BYTES,
  MAXIMUM_INTERVAL_MINUTES,
  MAXIMUM_NAME_LENGTH,
  MAXIMUM_RETRIES,
  MINIMUM_INTERVAL_MINUTES,
  SHORT_WINDOW_MINUTES,
  TIME_LIMIT_MS,
} from './constants.js';
import { objectOf, wrong } from './option-errors.js';
import type { Fields } from './option-errors.js';
import { isObject } from './is-object.js';
import { parseClockTime } from './daily-window.js';
import { jsonText } from './json-data.js';
import type { EnqueueTaskRequest } from './platform.js';
import type { Constraints, DailyWindow, TaskOptions } from './records.js';
import { isTaskName } from './task-name.js';

export type PlatformKind = 'android' | 'ios' | 'web';

export interface ParsedOptions {
  readonly options: TaskOptions;
  /** What was raised, lowered or ignored. */
  readonly warnings: readonly string[];
}

/** The longest time that a run can get on this platform, whatever wakes the app. */
const LONGEST_RUN_MS: Readonly<Record<PlatformKind, number>> = {
  android: TIME_LIMIT_MS.android,
  ios: TIME_LIMIT_MS.iosProcessing,
  web: TIME_LIMIT_MS.webPage,
};

const CONSTRAINTS = {
  requiresNetwork: true,
  requiresUnmeteredNetwork: false,
  requiresCharging: false,
  requiresBatteryNotLow: false,
  requiresStorageNotLow: false,
  requiresDeviceIdle: false,
};

const CONSTRAINT_KEYS = /* @__PURE__ */ Object.keys(CONSTRAINTS) as (keyof Constraints)[];
const TASK_KEYS: readonly (keyof BackgroundTaskOptions)[] = [
  'minimumInterval',
  ...CONSTRAINT_KEYS,
  'maximumRetries',
  'timeLimit',
  'initialDelay',
  'window',
];
const ITEM_KEYS: readonly (keyof EnqueueOptions)[] = [
  'id',
  'data',
  'existing',
  'initialDelay',
  ...CONSTRAINT_KEYS,
  'maximumRetries',
  'timeLimit',
];
const DAY_MINUTES = 24 * 60;
const COMPAT_KEYS: readonly (keyof CompatScheduleOptions)[] = ['period', 'timeout', 'flex'];

/** Above it the unit is probably mistaken: 86,400 is a day in seconds and two months in minutes. */
const LONG_INTERVAL_MINUTES = 7 * 24 * 60;
const COMPAT_PERIOD_SECONDS = 900;
const COMPAT_TIMEOUT_SECONDS = 30;

export function parseTaskOptions(given: unknown, platform: PlatformKind): ParsedOptions {
  const warnings: string[] = [];
  const fields = fieldsOf(given, TASK_KEYS, warnings);
  const initialDelayMs = fields['initialDelay'] === undefined ? null : delayMsOf(fields['initialDelay']);
  const window = windowOf(fields['window'], warnings);
  const options: TaskOptions = {
    minimumIntervalMs: intervalMsOf(fields['minimumInterval'], platform, warnings),
    ...constraintsOf(fields),
    maximumRetries: retriesOf(fields['maximumRetries'], 0),
    timeLimitMs: timeLimitMsOf(fields['timeLimit'], platform, warnings),
    timeoutMs: null,
    // Older native code never sees the keys that it does not know.
    ...(initialDelayMs !== null && { initialDelayMs }),
    ...(window !== null && { window }),
  };
  return { options, warnings };
}

export interface ParsedItem {
  readonly item: Omit<EnqueueTaskRequest, 'taskName'>;
  readonly warnings: readonly string[];
}

const DATA = { name: 'data', maximumBytes: MAXIMUM_DATA_BYTES, invalid: 'INVALID_DATA', tooLarge: 'DATA_TOO_LARGE' } as const;

export function parseEnqueueOptions(given: unknown, platform: PlatformKind, newId: () => string): ParsedItem {
  const warnings: string[] = [];
  const fields = fieldsOf(given, ITEM_KEYS, warnings);
  const { id = newId(), data, existing = 'replace', initialDelay = 0 } = fields;
  if (existing !== 'replace' && existing !== 'keep') throw wrong('existing', '"replace" or "keep"', existing);
  const item = {
    id: parseItemId(id),
    existing,
    data: data === undefined ? null : jsonText(data, DATA),
    initialDelayMs: delayMsOf(initialDelay),
    constraints: constraintsOf(fields),
    maximumRetries: retriesOf(fields['maximumRetries'], DEFAULT_ITEM_RETRIES),
    timeLimitMs: timeLimitMsOf(fields['timeLimit'], platform, warnings),
  } as const;
  return { item, warnings };
}

export function parseItemId(given: unknown): string {
  if (isTaskName(given)) return given;
  throw wrong('id', `a string of 1 to ${MAXIMUM_NAME_LENGTH} characters without control characters`, given);
}

function constraintsOf(fields: Fields): Constraints {
  const constraints = { ...CONSTRAINTS };
  for (const key of CONSTRAINT_KEYS) {
    const value = fields[key] === undefined ? CONSTRAINTS[key] : fields[key];
    if (typeof value !== 'boolean') throw wrong(key, 'a boolean', value);
    constraints[key] = value;
  }
  return constraints;
}

function delayMsOf(given: unknown): number {
  // The comparison is written so that NaN fails it too.
  if (typeof given === 'number' && given >= 0 && given <= MAXIMUM_INTERVAL_MINUTES) return wholeSeconds(given * 60) * 1000;
  throw wrong('initialDelay', `a number of minutes from 0 to ${MAXIMUM_INTERVAL_MINUTES}`, given);
}

function windowOf(given: unknown, warnings: string[]): DailyWindow | null {
  if (given === undefined) return null;
  const { from, to } = isObject(given) ? given : {};
  const [fromMinutes, toMinutes] = [parseClockTime(from), parseClockTime(to)];
  if (fromMinutes === null || toMinutes === null) throw wrong('window', 'an object { from, to } with two times "HH:MM"', given);
  if (fromMinutes === toMinutes) throw wrong('window', 'two different times', from);
  const minutes = (toMinutes - fromMinutes + DAY_MINUTES) % DAY_MINUTES;
  if (minutes < SHORT_WINDOW_MINUTES) {
    warnings.push(
      `window: ${minutes} minutes are short: systems wake apps at times of their own, and may miss it. Give ${SHORT_WINDOW_MINUTES} or more.`,
    );
  }
  return { fromMinutes, toMinutes };
}

/** The compatibility job: seconds, and no network constraint. */
export function parseCompatOptions(given: unknown): ParsedOptions {
  const warnings: string[] = [];
  const fields = fieldsOf(given, COMPAT_KEYS, warnings);
  const longestSeconds = MAXIMUM_INTERVAL_MINUTES * 60;
  const expected = `a number of seconds above 0 and at most ${longestSeconds}`;
  const period = numberOf('period', fields['period'], COMPAT_PERIOD_SECONDS, expected, longestSeconds);
  const timeout = numberOf('timeout', fields['timeout'], COMPAT_TIMEOUT_SECONDS, expected, longestSeconds);
  if (period < COMPAT_PERIOD_SECONDS) warnings.push(clamped('period', period, 'seconds', COMPAT_PERIOD_SECONDS));
  const options: TaskOptions = {
    minimumIntervalMs: wholeSeconds(Math.max(period, COMPAT_PERIOD_SECONDS)) * 1000,
    ...CONSTRAINTS,
    requiresNetwork: false,
    maximumRetries: 0,
    timeLimitMs: null,
    timeoutMs: Math.ceil(timeout * 1000),
  };
  return { options, warnings };
}

function intervalMsOf(given: unknown, platform: PlatformKind, warnings: string[]): number {
  const expected = `a number of minutes above 0 and at most ${MAXIMUM_INTERVAL_MINUTES}`;
  const minutes = numberOf('minimumInterval', given, DEFAULT_INTERVAL_MINUTES, expected, MAXIMUM_INTERVAL_MINUTES);
  const least = MINIMUM_INTERVAL_MINUTES[platform];
  if (minutes < least) {
    warnings.push(clamped('minimumInterval', minutes, 'minutes', least));
    return least * 60_000;
  }
  if (minutes > LONG_INTERVAL_MINUTES) {
    warnings.push(`minimumInterval: ${minutes} minutes are ${Math.round(minutes / 1440)} days.`);
  }
  return wholeSeconds(minutes * 60) * 1000;
}

function clamped(key: string, given: number, unit: string, used: number): string {
  return `${key}: ${given} ${unit} were given, ${used} are used: the platform's limit.`;
}

/** Rounded up; what binary fractions add (1.1 × 60 = 66.00000000000001) is no part of a second. */
function wholeSeconds(seconds: number): number {
  return Math.ceil(Number(seconds.toFixed(6)));
}

function retriesOf(given: unknown, byDefault: number): number {
  if (given === undefined) return byDefault;
  if (typeof given !== 'number' || !Number.isInteger(given) || given < 0 || given > MAXIMUM_RETRIES) {
    throw wrong('maximumRetries', `an integer from 0 to ${MAXIMUM_RETRIES}`, given);
  }
  return given;
}

function timeLimitMsOf(given: unknown, platform: PlatformKind, warnings: string[]): number | null {
  if (given === undefined) return null;
  if (typeof given !== 'number' || !Number.isFinite(given) || given < 1) throw wrong('timeLimit', 'a number of seconds, at least 1', given);
  const longestMs = LONGEST_RUN_MS[platform];
  if (given * 1000 <= longestMs) return Math.ceil(given * 1000);
  warnings.push(clamped('timeLimit', given, 'seconds', longestMs / 1000));
  return longestMs;
}

function numberOf(key: string, given: unknown, byDefault: number, expected: string, most: number): number {
  if (given === undefined) return byDefault;
  // The comparison is written so that NaN fails it too.
  if (typeof given !== 'number' || !(given > 0 && given <= most)) throw wrong(key, expected, given);
  return given;
}

function fieldsOf(given: unknown, known: readonly string[], warnings: string[]): Fields {
  const fields = objectOf(given);
  const unknown = Object.keys(fields).filter((key) => !known.includes(key));
  if (unknown.length > 0) warnings.push(`${unknown.join(', ')}: no such option. There are: ${known.join(', ')}.`);
  return fields;
}
