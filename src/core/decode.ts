import type { BackgroundTaskOutcome, BackgroundTaskRuntime, BackgroundTaskTrigger } from '../definitions.js';
import { isObject } from './is-object.js';
import { MAXIMUM_DECLINES, MAXIMUM_NAME_LENGTH, NEWEST_RECORD_VERSION, RECORD_VERSION } from './constants.js';
import type { RunOffer } from './platform.js';
import type { DeclineReason, OpenRun, QueuedItem, SettledRun, TaskRecord } from './records.js';

type Unreadable = { readonly kind: 'newer' } | { readonly kind: 'corrupt'; readonly reason: string };

/** Whatever was stored is untrusted: it is one of ours, of a later version (left alone), or corrupt (set aside). */
export type Decoded<T> = { readonly kind: 'ok'; readonly value: T } | Unreadable;

class Refusal extends Error {
  constructor(readonly why: Unreadable) {
    super();
  }
}

const corrupt = (reason: string): Refusal => new Refusal({ kind: 'corrupt', reason });

/** Returns a clean copy of a field's value, or throws a refusal that names what is wrong. */
type Read = (value: unknown, key: string) => unknown;

const check =
  (holds: (value: unknown) => boolean): Read =>
  (value, key) => {
    if (!holds(value)) throw corrupt(key);
    return value;
  };
const count = check((value) => Number.isSafeInteger(value) && (value as number) >= 0);
/** With an interval, a limit or a timeout of zero a task would run always, or never. */
const duration = check((value) => Number.isSafeInteger(value) && (value as number) > 0);
const flag = check((value) => typeof value === 'boolean');
const string = check((value) => typeof value === 'string');
const text = check((value) => typeof value === 'string' && value !== '');
const name = check((value) => typeof value === 'string' && value !== '' && value.length <= MAXIMUM_NAME_LENGTH);
/** This field is decoded first, because the other fields of a later version may be anything. */
const version =
  (...known: readonly number[]): Read =>
  (value, key) => {
    if (Number.isInteger(value) && (value as number) > NEWEST_RECORD_VERSION) throw new Refusal({ kind: 'newer' });
    if (!known.includes(value as number)) throw corrupt(key);
    return value;
  };
const oneOf = (...values: readonly string[]): Read => check((value) => values.includes(value as string));
/** Takes an absent field as null, because a platform's JSON may drop null values. */
const nullable =
  (read: Read): Read =>
  (value, key) =>
    value == null ? null : read(value, key);
/** `later` are the fields that version 2 has added: an absent one stays absent. */
const shape = (fields: Readonly<Record<string, Read>>, later: Readonly<Record<string, Read>> = {}): Read => {
  const reads = Object.entries(fields);
  const laterReads = Object.entries(later);
  return (value, key) => {
    if (!isObject(value)) throw corrupt(key);
    // Each wake decodes every task, and a plain loop takes half the time of `Object.entries` and back.
    const copy: Record<string, unknown> = {};
    for (const [field, read] of reads) copy[field] = read(value[field], field);
    for (const [field, read] of laterReads) if (value[field] != null) copy[field] = read(value[field], field);
    return copy;
  };
};

const runtime = oneOf(...(['page', 'headless', 'service-worker'] satisfies BackgroundTaskRuntime[]));
const trigger = oneOf(
  ...([
    'work-manager',
    'app-refresh',
    'processing',
    'periodic-sync',
    'sync',
    'timer',
    'foreground',
    'online',
    'enqueue',
    'test',
  ] satisfies BackgroundTaskTrigger[]),
);
const outcome = oneOf(
  ...(['success', 'failed', 'expired', 'lost', 'not-started', 'undefined', 'cancelled'] satisfies BackgroundTaskOutcome[]),
);
const declineReason = oneOf(...(['undefined', 'runtime', 'busy'] satisfies DeclineReason[]));

const decline = shape({ runtimeId: text, reason: declineReason });
const declines: Read = (value, key) => {
  if (!Array.isArray(value) || value.length > MAXIMUM_DECLINES) throw corrupt(key);
  return value.map((one: unknown) => decline(one, key));
};

// A logged run has no version of its own: it may be dropped, never acted on.
const settledRun = shape(
  {
    taskId: text,
    taskName: name,
    trigger,
    attempt: count,
    timestamp: count,
    claimedAt: nullable(count),
    settledAt: count,
    runtime: nullable(runtime),
    deadline: nullable(count),
    outcome,
    error: nullable(shape({ code: text, message: string })),
  },
  { enqueuedId: text, final: flag, progress: text },
);

const constraints = {
  requiresNetwork: flag,
  requiresUnmeteredNetwork: flag,
  requiresCharging: flag,
  requiresBatteryNotLow: flag,
  requiresStorageNotLow: flag,
  requiresDeviceIdle: flag,
};

const minutesOfDay = check((value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 1440);
const dailyWindow: Read = (value, key) => {
  const window = shape({ fromMinutes: minutesOfDay, toMinutes: minutesOfDay })(value, key) as { fromMinutes: number; toMinutes: number };
  if (window.fromMinutes === window.toMinutes) throw corrupt(key);
  return window;
};

const taskRecord = shape({
  version: version(RECORD_VERSION, NEWEST_RECORD_VERSION),
  name,
  options: shape(
    {
      minimumIntervalMs: duration,
      ...constraints,
      maximumRetries: count,
      timeLimitMs: nullable(duration),
      timeoutMs: nullable(duration),
    },
    { initialDelayMs: count, window: dailyWindow },
  ),
  registeredAt: count,
  anchorAt: nullable(count),
  failedAttempts: count,
  interruptedAttempts: count,
  backoffCount: count,
  backoffFrom: nullable(count),
  undefinedAt: nullable(count),
  lastRun: nullable(settledRun),
});

const openRunFields = shape(
  {
    version: version(RECORD_VERSION, NEWEST_RECORD_VERSION),
    id: text,
    taskName: name,
    trigger,
    test: flag,
    attempt: count,
    openedAt: count,
    deadline: nullable(count),
    timeLimitMs: nullable(duration),
    timeoutMs: nullable(duration),
    declines,
    claim: nullable(shape({ token: text, runtimeId: text, runtime, claimedAt: count, deadline: count })),
    cut: nullable(shape({ reason: text, settlesAt: count })),
  },
  { item: shape({ sequence: count, id: text }), progress: text },
);
const openRun: Read = (value, key) => {
  const run = openRunFields(value, key) as OpenRun;
  // Version 2 stands for an item's run, and for nothing else.
  if ((run.version === 2) !== (run.item != null)) throw corrupt('item');
  return run;
};

const queuedItem = shape({
  version: version(NEWEST_RECORD_VERSION),
  sequence: count,
  taskName: name,
  id: name,
  data: nullable(text),
  enqueuedAt: count,
  scheduledAt: count,
  eligibleAt: count,
  constraints: shape(constraints),
  maximumRetries: count,
  timeLimitMs: nullable(duration),
  attempts: count,
  failures: count,
  interruptions: count,
  backoffCount: count,
  undefinedSince: nullable(count),
});

const runOffer = shape({ taskId: text, taskName: name, trigger, test: flag, attempt: count, timestamp: count });

function decode<T>(raw: unknown, read: Read, key: string): Decoded<T> {
  try {
    return { kind: 'ok', value: read(raw, key) as T };
  } catch (error: unknown) {
    if (error instanceof Refusal) return error.why;
    throw error;
  }
}

export const decodeTask = (raw: unknown): Decoded<TaskRecord> => decode(raw, taskRecord, 'record');
export const decodeOpenRun = (raw: unknown): Decoded<OpenRun> => decode(raw, openRun, 'record');
export const decodeItem = (raw: unknown): Decoded<QueuedItem> => decode(raw, queuedItem, 'record');
export const decodeSettledRun = (raw: unknown): Decoded<SettledRun> => decode(raw, settledRun, 'run');
/** An offer comes from another context or runtime, perhaps of another version of the app. */
export const decodeRunOffer = (raw: unknown): Decoded<RunOffer> => decode(raw, runOffer, 'offer');
export const isTrigger = (value: unknown): value is BackgroundTaskTrigger => decode(value, trigger, 'trigger').kind === 'ok';
