import { afterEach, beforeEach, expect, test } from 'vitest';

import { BackgroundTaskResult } from '../../../src/definitions.js';
import { createBrowserTasks } from '../../../src/web/shared/browser-tasks.js';
import { createWorkerWake } from '../../../src/web/worker/worker-wake.js';
import type { WorkerWake } from '../../../src/web/worker/worker-wake.js';
import type { WindowClientLike, WorkerScope } from '../../../src/web/worker/scope.js';
import { settle } from '../../support/fake-clock.js';
import { newId, Rig } from '../rig.js';
import { TASK_OPTIONS } from '../../support/task-options.js';
import type { WorkerContext } from '../rig.js';

let rig: Rig;
let worker: WorkerContext;
let windows: WindowClientLike[];

beforeEach(() => {
  rig = new Rig();
  worker = rig.worker();
  windows = [];
});
afterEach(() => rig.close());

function wakeOf(context: WorkerContext): WorkerWake {
  const scope = { clients: { matchAll: () => Promise.resolve(windows) } } as unknown as WorkerScope;
  return createWorkerWake({ ...context, scope, ledger: rig.ledger, clock: rig.clock, newId });
}

test('with no page open the worker opens, claims and runs what is due, and the wake ends with the last run', async () => {
  let end: () => void = () => undefined;
  worker.define('slow', () => new Promise<void>((resolve) => (end = resolve)));
  worker.define('quick', () => undefined);
  await rig.due('slow', 'quick');
  let ended = false;
  const wake = wakeOf(worker)
    .run('periodic-sync')
    .then((again) => {
      ended = true;
      return again;
    });
  await settle();
  expect(await rig.log()).toEqual(['quick success service-worker']);
  expect(ended).toBe(false);
  end();
  expect(await wake).toBe(false);
  expect(await rig.log()).toEqual(['quick success service-worker', 'slow success service-worker']);
});

test('the deadline counts from the wake', async () => {
  let deadline = 0;
  worker.define('sync', (execution) => void (deadline = execution.deadline));
  await rig.due('sync');
  const woken = rig.clock.now();
  await wakeOf(worker).run('periodic-sync');
  expect(deadline - woken).toBe(150_000);
});

test('a task that failed with retries left asks the browser to repeat the event; without retries it does not', async () => {
  worker.define('sync', () => BackgroundTaskResult.Failed);
  await rig.ledger.register('sync', { ...TASK_OPTIONS, maximumRetries: 1 }, rig.clock.now());
  await rig.clock.advance(TASK_OPTIONS.minimumIntervalMs);
  expect(await wakeOf(worker).run('sync')).toBe(true);
  await rig.clock.advance(30_000);
  expect(await wakeOf(worker).run('sync')).toBe(false);
  expect(await rig.log()).toEqual(['sync failed service-worker', 'sync failed service-worker']);
});

test('a visible page is asked first and the worker waits for its run', async () => {
  const page = rig.page();
  page.define('sync', () => undefined);
  worker.define('sync', () => undefined);
  windows = [{ visibilityState: 'visible' }];
  await rig.due('sync');
  await wakeOf(worker).run('periodic-sync');
  expect(await rig.log()).toEqual(['sync success page']);
});

test('a visible page that says nothing loses its turn after three seconds', async () => {
  worker.define('sync', () => undefined);
  windows = [{ visibilityState: 'visible' }];
  await rig.due('sync');
  const wake = wakeOf(worker).run('periodic-sync');
  await rig.clock.advance(2_999);
  expect(await rig.log()).toEqual([]);
  await rig.clock.advance(1);
  await wake;
  expect(await rig.log()).toEqual(['sync success service-worker']);
});

test('a hidden page is asked last, when the worker has no callback', async () => {
  const page = rig.page({ visibility: 'hidden' });
  page.define('sync', () => undefined);
  windows = [{ visibilityState: 'hidden' }];
  await rig.due('sync');
  const wake = wakeOf(worker).run('periodic-sync');
  await rig.clock.advance(2_000);
  await wake;
  expect(await rig.log()).toEqual(['sync success page']);
});

test('J01: a task that nobody defines settles undefined within the grace, stays due, and runs once a runtime names it', async () => {
  await rig.due('sync');
  const wake = wakeOf(worker).run('periodic-sync');
  await rig.clock.advance(2_000);
  expect(await wake).toBe(false);
  expect(await rig.log()).toEqual(['sync undefined -']);
  worker.define('sync', () => undefined);
  await wakeOf(worker).run('periodic-sync');
  expect(await rig.log()).toEqual(['sync undefined -', 'sync success service-worker']);
});

test('a task for pages only is left due without a trace while no page is open', async () => {
  worker.define('dom', () => undefined, ['page']);
  worker.define('sync', () => undefined);
  await rig.due('dom', 'sync');
  await wakeOf(worker).run('periodic-sync');
  expect(await rig.log()).toEqual(['sync success service-worker']);
});

test('a run whose holder died is lost at once, its task backs off, and runs again', async () => {
  worker.define('sync', () => undefined);
  await rig.due('sync');
  const opened = await rig.ledger.open({
    trigger: 'periodic-sync',
    now: rig.clock.now(),
    deadline: null,
    conditions: {
      requiresNetwork: true,
      requiresUnmeteredNetwork: null,
      requiresCharging: null,
      requiresBatteryNotLow: null,
      requiresStorageNotLow: null,
      requiresDeviceIdle: null,
    },
    named: [],
  });
  // A claim whose runtime holds no lock: it is dead.
  await rig.ledger.claim('sync', {
    taskId: opened.offerable[0]?.id ?? '',
    runtimeId: 'dead',
    runtime: 'page',
    now: rig.clock.now(),
    token: 'token',
    limitMs: 600_000,
  });
  const found = wakeOf(worker).run('periodic-sync');
  await rig.clock.advance(101);
  await found;
  expect(await rig.log()).toEqual(['sync lost page']);
  await rig.clock.advance(30_000);
  await wakeOf(worker).run('periodic-sync');
  expect(await rig.log()).toEqual(['sync lost page', 'sync success service-worker']);
});

test('a holder that hangs past its time is cut by whoever watches', async () => {
  worker.define('sync', () => new Promise<void>(() => undefined));
  await rig.due('sync');
  const wake = wakeOf(worker).run('periodic-sync');
  await rig.clock.advance(152_000);
  expect(await wake).toBe(true);
  expect(await rig.log()).toEqual(['sync expired service-worker']);
});

test('records of a later version: nothing is claimed and the worker asks for its update', async () => {
  worker.define('sync', () => undefined);
  await rig.due('sync');
  const open = rig.ledger.openAndClaim;
  const ledger = {
    ...rig.ledger,
    openAndClaim: async (wake: Parameters<typeof open>[0]) => ({ ...(await open({ ...wake, accepts: () => false })), newer: true }),
  };
  let updates = 0;
  const scope = {
    clients: { matchAll: () => Promise.resolve([]) },
    registration: { update: () => Promise.resolve(void updates++) },
  } as unknown as WorkerScope;
  await createWorkerWake({ ...worker, scope, ledger, clock: rig.clock, newId }).run('periodic-sync');
  expect(updates).toBe(1);
  expect(await rig.log()).toEqual([]);
});

test('at most four runs of a wake are under way', async () => {
  let now = 0;
  let most = 0;
  const names = Array.from({ length: 9 }, (_, index) => `task-${index}`);
  for (const name of names) {
    worker.define(name, async () => {
      most = Math.max(most, ++now);
      await settle();
      now--;
    });
  }
  await rig.due(...names);
  await wakeOf(worker).run('periodic-sync');
  expect((await rig.log()).length).toBe(9);
  expect(most).toBe(4);
});

test('two wakes of one worker at once run each task once', async () => {
  let calls = 0;
  worker.define('sync', async () => {
    calls++;
    await settle();
  });
  await rig.due('sync');
  const wake = wakeOf(worker);
  await Promise.all([wake.run('periodic-sync'), wake.run('sync')]);
  expect(calls).toBe(1);
});

test('F-P06: two wakes at once claim no more runs than the worker has slots, and what waited has used up no attempt', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `task-${index}`);
  for (const name of names.slice(0, 4)) worker.define(name, () => new Promise<void>(() => undefined));
  const started: string[] = [];
  for (const name of names.slice(4)) worker.define(name, () => void started.push(name));
  await rig.due(...names);
  const wake = wakeOf(worker);
  const both = Promise.all([wake.run('periodic-sync'), wake.run('sync')]);
  await settle();
  expect((await rig.ledger.openRuns()).filter((run) => run.claim !== null)).toHaveLength(4);
  await rig.clock.advance(153_000);
  await both;
  expect(started).toEqual([]);
  const log = await rig.log();
  expect(log.filter((line) => line.includes('expired'))).toHaveLength(4);
  expect(log.filter((line) => line.includes('not-started'))).toHaveLength(4);
  const tasks = await rig.ledger.tasks(rig.clock.now());
  expect(tasks.map((task) => task.interruptedAttempts)).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
});

test('F-P27: a worker whose tasks module unregisters and registers at its start runs what its wake is for', async () => {
  worker.define('sync', () => undefined);
  await rig.due('sync');
  const fresh = rig.worker();
  fresh.define('sync', () => undefined);
  const tasks = createBrowserTasks(rig.ledger, fresh.broker, rig.clock, fresh.kept);
  await tasks.unregisterAllTasks();
  const woken = wakeOf(fresh).run('periodic-sync');
  await settle();
  expect(await rig.log()).toEqual([]);
  await tasks.registerTask({ name: 'sync', options: TASK_OPTIONS });
  await woken;
  expect(await rig.log()).toEqual(['sync success service-worker']);
});

test('the test trigger runs everything now, moves no schedule and answers false without tasks', async () => {
  const wake = wakeOf(worker);
  expect(await wake.runTest(false)).toBe(false);
  worker.define('sync', () => BackgroundTaskResult.Failed);
  await rig.ledger.register('sync', TASK_OPTIONS, rig.clock.now());
  const before = await rig.ledger.task('sync', rig.clock.now());
  expect(await wake.runTest(false)).toBe(true);
  const after = await rig.ledger.task('sync', rig.clock.now());
  expect(after).toEqual({ ...before, lastRun: after?.lastRun });
  expect(await rig.log()).toEqual(['sync failed service-worker']);
});

test('nothing is left pending after a wake', async () => {
  worker.define('sync', () => undefined);
  await rig.due('sync');
  await wakeOf(worker).run('periodic-sync');
  await settle();
  expect(rig.clock.pendingTimers).toBe(0);
});
