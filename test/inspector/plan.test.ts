import { expect, it } from 'vitest';
import type { BackgroundTaskReport, BackgroundTaskReportRun } from '../../src/index.js';
import { plannedRuns } from '../../src/inspector/plan.js';
import { countdown, duration, optionWords } from '../../src/inspector/words.js';

const MINUTE = 60_000;
type Task = BackgroundTaskReport['tasks'][number];

const options: Task['options'] = {
  minimumInterval: 30,
  requiresNetwork: true,
  requiresUnmeteredNetwork: false,
  requiresCharging: false,
  requiresBatteryNotLow: false,
  requiresStorageNotLow: false,
  requiresDeviceIdle: false,
  maximumRetries: 1,
  timeLimit: null,
  initialDelay: null,
  window: null,
  notHonoured: [],
};
const task = (changes: Partial<Task['options']> = {}): Task => ({
  name: 'sync',
  defined: true,
  options: { ...options, ...changes },
  registeredAt: 0,
  nextEligibleAt: 0,
  blockedBy: [],
  waits: [],
  stalled: false,
});
const run = (minute: number, changes: Partial<BackgroundTaskReportRun> = {}): BackgroundTaskReportRun => ({
  taskName: 'sync',
  enqueued: false,
  trigger: 'timer',
  attempt: 1,
  runtime: 'page',
  timestamp: minute * MINUTE,
  claimedAt: minute * MINUTE,
  deadline: null,
  settledAt: (minute + 1) * MINUTE,
  outcome: 'success',
  error: null,
  final: false,
  ...changes,
});
const plans = (given: Task, runs: readonly BackgroundTaskReportRun[]) =>
  plannedRuns(given, runs).map(({ plannedAt }) => (plannedAt === null ? null : plannedAt / MINUTE));

it('a run is planned one interval after the one before it settled, the first after the registration', () => {
  expect(plans(task(), [run(70), run(33)])).toEqual([30, 64]);
  expect(plans(task({ initialDelay: 5 }), [run(33)])).toEqual([5]);
});

it('retries, tests, items, windows and other options than today’s have no plan', () => {
  const retry = [run(31, { outcome: 'failed' }), run(33, { attempt: 2 }), run(80)];
  expect(plans(task(), retry)).toEqual([30, null, 64]);
  expect(plans(task(), [run(35), run(40, { trigger: 'test' }), run(70)])).toEqual([30, null, 66]);
  expect(plans(task(), [run(35, { enqueued: true })])).toEqual([]);
  expect(plans(task({ window: { from: '01:00', to: '02:00' } }), [run(60)])).toEqual([null]);
  expect(plans(task(), [run(20)])).toEqual([null]);
});

it.each([
  [340, '340 ms'],
  [1500, '1.5 s'],
  [90_000, '1 min 30 s'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('%i ms read "%s"', (ms, text) => expect(duration(ms)).toBe(text));

it('a countdown goes to "due", and says for how long', () => {
  expect(countdown(65_000, 0)).toBe('in 1 min 5 s');
  expect(countdown(0, 500)).toBe('due');
  expect(countdown(0, 3_600_000)).toBe('due for 1 h');
});

it('options read as what they ask for, and say what this platform does not honour', () => {
  expect(optionWords({ ...options, requiresCharging: true, timeLimit: 20, notHonoured: ['requiresDeviceIdle'] })).toEqual([
    'every 30 min',
    'network',
    'charging',
    'maximum retries: 1',
    'time limit: 20 s',
    'requiresDeviceIdle is not honoured here',
  ]);
});

it('a plan begins with the registration: a run from before it has none', () => {
  expect(plans({ ...task(), registeredAt: 900 * MINUTE }, [run(935), run(600)])).toEqual([null, 930]);
});
