import { expect, test } from 'vitest';
import { createWaits } from '../../src/api/waits.js';
import type { TaskView } from '../../src/core/platform.js';
import type { BackgroundTaskBlocker } from '../../src/definitions.js';
import { TASK_OPTIONS } from '../support/task-options.js';
import { platformWith, rig } from './rig.js';

const view = (blockedBy: readonly BackgroundTaskBlocker[], more: Partial<TaskView> = {}): TaskView => ({
  name: 'sync',
  options: TASK_OPTIONS,
  notHonoured: [],
  registeredAt: 0,
  lastRun: null,
  nextEligibleAt: 1000,
  blockedBy,
  stalled: false,
  ...more,
});
const seen = (blocker: BackgroundTaskBlocker, ms: number) => ({ blocker, ms, observed: true });

test('what blocked a due task at two looks in a row has kept it waiting for the time between them, each by itself', () => {
  const waits = createWaits();
  expect(waits(view(['charging', 'network']), 2000)).toEqual([]);
  expect(waits(view(['charging']), 3000)).toEqual([seen('charging', 1000)]);
  expect(waits(view(['charging', 'network']), 5000)).toEqual([seen('charging', 3000)]);
  expect(waits(view(['network']), 10_000)).toEqual([seen('network', 5000), seen('charging', 3000)]);
  expect(waits(view([]), 11_000), 'what is over stays').toEqual([seen('network', 5000), seen('charging', 3000)]);
});

test('a task that is not due waits for nothing, and time before it was due does not count', () => {
  const waits = createWaits();
  expect(waits(view(['charging']), 500)).toEqual([]);
  expect(waits(view(['charging']), 4000)).toEqual([]);
  expect(waits(view(['charging']), 5000)).toEqual([seen('charging', 1000)]);
});

test('when the schedule moves on, and when the clock is set back, nothing of before is left or counted', () => {
  const waits = createWaits();
  waits(view(['charging']), 2000);
  expect(waits(view(['charging']), 1500)).toEqual([seen('charging', 0)]);
  waits(view(['charging']), 2000);
  expect(waits(view(['charging'], { nextEligibleAt: 9000 }), 9500)).toEqual([]);
  expect(waits(view(['charging'], { nextEligibleAt: 9000 }), 9600)).toEqual([seen('charging', 100)]);
});

test('tasks are watched each by itself', () => {
  const waits = createWaits();
  waits(view(['charging']), 2000);
  expect(waits(view(['charging'], { name: 'other' }), 3000)).toEqual([]);
});

test('what the system says comes before what was seen, and beside what it does not know', () => {
  const waits = createWaits();
  waits(view(['quota', 'web-view']), 2000);
  const told = view(['quota', 'web-view'], { waits: [{ blocker: 'quota', ms: 90_000 }] });
  expect(waits(told, 3000)).toEqual([{ blocker: 'quota', ms: 90_000, observed: false }, seen('web-view', 1000)]);
});

test('getTaskAsync and getReportAsync say it, by one count', async () => {
  const platform = { getTask: async () => ({ task: view(['charging']) }), getTasks: async () => ({ tasks: [view(['charging'])] }) };
  const { task, clock } = rig(platformWith(platform));
  expect((await task.getTaskAsync('sync'))?.waits).toEqual([]);
  await clock.advance(60_000);
  expect((await task.getReportAsync()).tasks[0]?.waits).toEqual([seen('charging', 60_000)]);
  await clock.advance(1000);
  expect((await task.getTaskAsync('sync'))?.waits).toEqual([seen('charging', 61_000)]);
});
