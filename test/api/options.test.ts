import { describe, expect, it } from 'vitest';
import { parseCompatOptions, parseTaskOptions } from '../../src/core/options.js';
import { parseOwnTaskName, parseTaskName } from '../../src/core/task-name.js';
import type { BackgroundTaskOptions } from '../../src/definitions.js';

const MINUTE = 60_000;

describe('task options', () => {
  it('have the defaults of the guide', () => {
    expect(parseTaskOptions(undefined, 'android')).toEqual({
      options: {
        minimumIntervalMs: 720 * MINUTE,
        requiresNetwork: true,
        requiresUnmeteredNetwork: false,
        requiresCharging: false,
        requiresBatteryNotLow: false,
        requiresStorageNotLow: false,
        requiresDeviceIdle: false,
        maximumRetries: 0,
        timeLimitMs: null,
        timeoutMs: null,
      },
      warnings: [],
    });
  });

  it.each([
    ['J02', 15, 'android', 15 * MINUTE, 0],
    ['J02: 900', 900, 'android', 900 * MINUTE, 0],
    ['J02: half a minute, web', 0.5, 'web', MINUTE, 1],
    ['A02', 5, 'android', 15 * MINUTE, 1],
    ['below the minimum by a little', 14.999, 'android', 15 * MINUTE, 1],
    ['exactly the web minimum', 1, 'web', MINUTE, 0],
    ['below the iOS minimum', 0.9, 'ios', MINUTE, 1],
    ['5 on iOS', 5, 'ios', 5 * MINUTE, 0],
    ['a fraction, rounded up to a second', 1.51, 'web', 91_000, 0],
    ['1.1 without its binary remainder', 1.1, 'web', 66_000, 0],
    ['the longest', 525_600, 'web', 525_600 * MINUTE, 1],
    ['a day in seconds, taken for minutes', 86_400, 'web', 86_400 * MINUTE, 1],
    ['a week', 10_080, 'web', 10_080 * MINUTE, 0],
  ] as const)('%s: minimumInterval %d on %s becomes %d ms with %d warnings', (_what, minimumInterval, platform, ms, warnings) => {
    const parsed = parseTaskOptions({ minimumInterval }, platform);
    expect(parsed.options.minimumIntervalMs).toBe(ms);
    expect(parsed.warnings).toHaveLength(warnings);
    if (warnings > 0) expect(parsed.warnings[0]).toMatch(/minutes/);
  });

  it.each([
    [1, 'web', 1000, 0],
    [1.5, 'web', 1500, 0],
    [600, 'web', 600_000, 0],
    [601, 'web', 600_000, 1],
    [540, 'android', 540_000, 0],
    [9999, 'android', 540_000, 1],
    [9999, 'ios', 600_000, 1],
  ] as const)('timeLimit %d on %s becomes %d ms with %d warnings', (timeLimit, platform, ms, warnings) => {
    const parsed = parseTaskOptions({ timeLimit }, platform);
    expect(parsed.options.timeLimitMs).toBe(ms);
    expect(parsed.warnings).toHaveLength(warnings);
  });

  const numbers = ['15', null, NaN, Infinity, -Infinity, true, {}, [], () => 1, Symbol('x'), 1n];
  const flags = ['true', null, 1, 0, {}, []];
  const wrong: readonly (readonly [keyof BackgroundTaskOptions, readonly unknown[]])[] = [
    ['minimumInterval', [...numbers, 0, -0, -1, 525_600.1]],
    ['timeLimit', [...numbers, 0, 0.999, -5]],
    ['maximumRetries', [...numbers, -1, 11, 1.5]],
    ['requiresNetwork', flags],
    ['requiresUnmeteredNetwork', flags],
    ['requiresCharging', flags],
    ['requiresBatteryNotLow', flags],
    ['requiresStorageNotLow', flags],
    ['requiresDeviceIdle', flags],
  ];
  it.each(wrong.flatMap(([key, values]) => values.map((value) => [key, value] as const)))('%s: %s is INVALID_OPTIONS', (key, value) => {
    const parse = () => parseTaskOptions({ [key]: value }, 'web');
    expect(parse).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
    expect(parse).toThrow(key);
  });

  it.each([null, 'options', 30, [], true, () => ({})])('%s as options is INVALID_OPTIONS', (given) => {
    expect(() => parseTaskOptions(given, 'web')).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
  });

  it('an option that is undefined takes its default, an unknown one is named with those that exist', () => {
    const parsed = parseTaskOptions({ minimumInterval: undefined, requiresNetwork: undefined, stopOnTerminate: false, delay: 3 }, 'web');
    expect(parsed.options).toEqual(parseTaskOptions({}, 'web').options);
    expect(parsed.warnings).toHaveLength(1);
    expect(parsed.warnings[0]).toMatch(/stopOnTerminate, delay.*minimumInterval/);
  });

  it('retries are taken from 0 to 10', () => {
    expect([0, 1, 10].map((maximumRetries) => parseTaskOptions({ maximumRetries }, 'web').options.maximumRetries)).toEqual([0, 1, 10]);
  });
});

describe('the options of schedule()', () => {
  it.each([
    [undefined, 900, 30, 0],
    [{}, 900, 30, 0],
    [{ period: 1800 }, 1800, 30, 0],
    [{ period: 60 }, 900, 30, 1],
    [{ period: 900.5 }, 901, 30, 0],
    [{ timeout: 5 }, 900, 5, 0],
    [{ timeout: 0.25 }, 900, 0.25, 0],
    [{ flex: 300 }, 900, 30, 0],
    [{ network: true }, 900, 30, 1],
  ])('%j: every %d s with %d s, %d warnings', (given, period, timeout, warnings) => {
    const parsed = parseCompatOptions(given);
    expect(parsed.options).toMatchObject({
      minimumIntervalMs: period * 1000,
      timeoutMs: timeout * 1000,
      requiresNetwork: false,
      maximumRetries: 0,
      timeLimitMs: null,
    });
    expect(parsed.warnings).toHaveLength(warnings);
  });

  it.each([
    null,
    900,
    { period: '900' },
    { period: 0 },
    { period: -1 },
    { period: NaN },
    { period: null },
    { period: 31_536_001 },
    { timeout: 0 },
    { timeout: 'x' },
    { timeout: Infinity },
  ])('%j is INVALID_OPTIONS', (given) => {
    expect(() => parseCompatOptions(given)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
  });
});

describe('task names', () => {
  it.each(['a', 'sync-notes', '__proto__', 'constructor', 'å ü 日本', '🗂️', ' ', 'x'.repeat(128)])('%j is one', (name) => {
    expect(parseTaskName(name)).toBe(name);
  });

  it.each([
    '',
    'x'.repeat(129),
    'a\nb',
    '\u0000',
    'a\u007f',
    '\u0085',
    'half \ud83d',
    '\udc00',
    undefined,
    null,
    1,
    {},
    ['a'],
    Symbol('a'),
  ])('%j is none', (name) => {
    expect(() => parseTaskName(name)).toThrow(expect.objectContaining({ code: 'INVALID_TASK_NAME' }));
  });

  it('the name of the compatibility job may be asked for, not taken', () => {
    expect(parseTaskName('react-native-background-task')).toBe('react-native-background-task');
    expect(() => parseOwnTaskName('react-native-background-task')).toThrow(expect.objectContaining({ code: 'INVALID_TASK_NAME' }));
  });
});
