import fc from 'fast-check';
import type { OpenRun, TaskOptions, TaskRecord } from '../../../src/core/records.js';
import { OPTIONS, T0 } from './fixture.js';

const count = fc.nat({ max: 9 });
const time = fc.integer({ min: T0 - 10_000_000, max: T0 + 10_000_000 });
export const names = ['sync', '__proto__', 'constructor', 'café', '\u{1F600}'] as const;
const name = fc.constantFrom(...names);

export const options: fc.Arbitrary<TaskOptions> = fc.record({
  minimumIntervalMs: fc.integer({ min: 1000, max: 5_000_000 }),
  requiresNetwork: fc.boolean(),
  requiresUnmeteredNetwork: fc.boolean(),
  requiresCharging: fc.boolean(),
  requiresBatteryNotLow: fc.boolean(),
  requiresStorageNotLow: fc.boolean(),
  requiresDeviceIdle: fc.boolean(),
  maximumRetries: count,
  timeLimitMs: fc.option(fc.integer({ min: 1000, max: 900_000 })),
  timeoutMs: fc.option(fc.integer({ min: 1000, max: 900_000 })),
});

export const task: fc.Arbitrary<TaskRecord> = fc.record({
  version: fc.constant(1 as const),
  name,
  options,
  registeredAt: time,
  anchorAt: fc.option(time),
  failedAttempts: count,
  interruptedAttempts: count,
  backoffCount: fc.integer({ min: 1, max: 60 }),
  backoffFrom: fc.option(time),
  undefinedAt: fc.option(time),
  lastRun: fc.constant(null),
});

export const run: fc.Arbitrary<OpenRun> = fc.record({
  version: fc.constant(1 as const),
  id: fc.uuid(),
  taskName: name,
  trigger: fc.constantFrom('timer', 'periodic-sync', 'test'),
  test: fc.boolean(),
  attempt: fc.integer({ min: 1, max: 9 }),
  openedAt: time,
  deadline: fc.option(time),
  timeLimitMs: fc.option(fc.integer({ min: 1000, max: 900_000 })),
  timeoutMs: fc.constant(null),
  declines: fc.constant([]),
  claim: fc.option(
    fc.record({
      token: fc.uuid(),
      runtimeId: fc.constantFrom('page', 'worker'),
      runtime: fc.constantFrom('page', 'service-worker'),
      claimedAt: time,
      deadline: time,
    }),
  ),
  cut: fc.option(fc.record({ reason: fc.constant('system'), settlesAt: time })),
});

/** Anything that a structured clone carries. */
const anything = fc.oneof(
  fc.constantFrom(null, undefined, true, 0, -1, 1.5, NaN, Infinity, 2 ** 53, '', 'text', T0, '1', []),
  fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withTypedArray: true, maxDepth: 2 }).filter(clones),
);

/** A good record with one field made of garbage, at any depth. */
export function damaged(record: object, garbage: unknown, pick: number): object {
  const copy = structuredClone(record) as Record<string, unknown>;
  const places: [Record<string, unknown>, string][] = [];
  const visit = (node: Record<string, unknown>): void => {
    for (const [key, value] of Object.entries(node)) {
      places.push([node, key]);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) visit(value as Record<string, unknown>);
    }
  };
  visit(copy);
  const place = places[pick % places.length];
  if (place !== undefined) place[0][place[1]] = garbage;
  return copy;
}

export interface Garbage {
  readonly table: 'tasks' | 'openRuns';
  readonly value: Record<string, unknown>;
}

/** Rubbish for one of the tables with a key path; the keys are never those of `names`. */
export const garbage: fc.Arbitrary<Garbage> = fc
  .tuple(
    fc.constantFrom('tasks' as const, 'openRuns' as const),
    fc.oneof(task, run),
    anything,
    fc.nat(),
    fc.oneof(fc.string(), fc.integer(), fc.date({ noInvalidDate: true }), fc.constant([1, 'x'])),
  )
  .map(([table, record, rubbish, pick, key]) => ({
    table,
    value: {
      ...damaged(record, rubbish, pick),
      [table === 'tasks' ? 'name' : 'taskName']: typeof key === 'string' ? `garbage ${key}` : key,
    },
  }));

/** Rubbish for the tables that count up. */
export const rubbish = fc.tuple(
  fc.constantFrom('log' as const, 'setAside' as const),
  anything,
  fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.string(), fc.constantFrom(2 ** 53, -Infinity, Infinity)),
);

export const SYNC = { ...OPTIONS, requiresNetwork: false };

function clones(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
