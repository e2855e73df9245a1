import { afterEach, beforeEach, expect, test } from 'vitest';

import { openChannel } from '../../../src/web/shared/channel.js';
import { createRuntimeLock } from '../../../src/web/shared/runtime-lock.js';
import { BackgroundTaskResult } from '../../../src/definitions.js';
import type { OpenRun } from '../../../src/core/records.js';
import { createWorkerWake } from '../../../src/web/worker/worker-wake.js';
import type { WorkerWake } from '../../../src/web/worker/worker-wake.js';
import type { WindowClientLike, WorkerScope } from '../../../src/web/worker/scope.js';
import { settle } from '../../support/fake-clock.js';
import { CHANNEL, newId, Rig } from '../rig.js';
import { TASK_OPTIONS } from '../../support/task-options.js';
import type { PageState, WorkerContext } from '../rig.js';

const VISIBLE: WindowClientLike = { visibilityState: 'visible' };
const HIDDEN: WindowClientLike = { visibilityState: 'hidden' };

let rig: Rig;
let worker: WorkerContext;
let windows: WindowClientLike[];
let wake: WorkerWake;
let closing: (() => void)[];

beforeEach(() => {
  rig = new Rig();
  worker = rig.worker();
  windows = [VISIBLE];
  const scope = { clients: { matchAll: () => Promise.resolve(windows) } } as unknown as WorkerScope;
  wake = createWorkerWake({ ...worker, scope, ledger: rig.ledger, clock: rig.clock, newId });
  closing = [];
});
afterEach(() => {
  for (const close of closing) close();
  rig.close();
});

/** A runtime that lives until the end of this file, and does nothing. */
async function hungRuntime(): Promise<string> {
  const runtimeId = newId();
  await createRuntimeLock(runtimeId).hold();
  return runtimeId;
}

/** A page that says that it does the wake, and nothing more. */
function takesTheWake(runtimeId: string, before: () => Promise<unknown> = async () => undefined): void {
  const channel = openChannel(CHANNEL, (message) => {
    if (message.kind === 'wake') void before().then(() => channel.post({ kind: 'wake-taken', id: message.id, runtimeId }));
  });
  closing.push(() => channel.close());
}

async function opensAndClaims(runtimeId: string, taskName: string): Promise<void> {
  const now = rig.clock.now();
  const { offerable } = await rig.ledger.open({
    trigger: 'periodic-sync',
    now,
    deadline: now + 150_000,
    conditions: {},
    named: [],
    accepts: (name) => name === taskName,
  });
  await rig.ledger.claim(taskName, { taskId: offerable[0]?.id ?? '', runtimeId, runtime: 'page', now, token: newId(), limitMs: 600_000 });
}

test("the page's runs have the deadline of the worker's wake, and the wake ends with the last of them", async () => {
  const page = rig.page();
  let end: () => void = () => undefined;
  let deadline = 0;
  page.define('slow', (execution) => {
    deadline = execution.deadline;
    return new Promise<void>((resolve) => (end = resolve));
  });
  page.define('quick', () => undefined);
  await rig.due('slow', 'quick');
  const woken = rig.clock.now();
  let ended = false;
  const running = wake.run('periodic-sync').then((again) => {
    ended = true;
    return again;
  });
  await rig.clock.advance(60_000);
  expect(deadline - woken).toBe(150_000);
  expect(await rig.log()).toEqual(['quick success page']);
  expect(ended).toBe(false);
  end();
  expect(await running).toBe(false);
  expect(await rig.log()).toEqual(['quick success page', 'slow success page']);
  expect(rig.clock.pendingTimers).toBe(0);
});

test('with nothing due the page is done at once', async () => {
  rig.page().define('sync', () => undefined);
  await rig.ledger.register('sync', TASK_OPTIONS, rig.clock.now());
  expect(await wake.run('periodic-sync')).toBe(false);
  expect(rig.clock.pendingTimers).toBe(0);
});

test('of a run that fails in the page and is to be tried again, the browser hears', async () => {
  rig.page().define('sync', () => BackgroundTaskResult.Failed);
  await rig.ledger.register('sync', { ...TASK_OPTIONS, maximumRetries: 1 }, rig.clock.now());
  await rig.clock.advance(TASK_OPTIONS.minimumIntervalMs);
  expect(await wake.run('sync')).toBe(true);
  expect(await rig.log()).toEqual(['sync failed page']);
});

test('of several pages on screen each may run a task, and each task runs once', async () => {
  let calls = 0;
  for (const page of [rig.page(), rig.page(), rig.page()]) for (const name of ['a', 'b']) page.define(name, () => void calls++);
  await rig.due('a', 'b');
  await wake.run('periodic-sync');
  expect(calls).toBe(2);
  expect((await rig.log()).sort()).toEqual(['a success page', 'b success page']);
});

test.each([
  ['that was opened first', [0, 1]],
  ['that was opened last', [1, 0]],
] as const)(
  'F-P07: when two pages on screen take the wake, it lasts until both are done: the page %s has the run',
  async (_which, order) => {
    const pages = [rig.page(), rig.page()];
    const [holder, other] = order.map((index) => pages[index]);
    let end: () => void = () => undefined;
    holder?.define('sync', () => new Promise<void>((resolve) => (end = resolve)));
    other?.define('idle', () => undefined);
    await rig.due('sync');
    let ended = false;
    const running = wake.run('periodic-sync').then(() => (ended = true));
    await rig.clock.advance(60_000);
    expect((await rig.ledger.openRuns()).map((run) => run.claim?.runtimeId)).toEqual([holder?.runtimeId]);
    expect(ended).toBe(false);
    end();
    await running;
    await settle();
    expect(await rig.log()).toEqual(['sync success page']);
    expect(rig.clock.pendingTimers).toBe(0);
  },
);

test('when the page dies before it has claimed anything, the worker does the wake at once', async () => {
  takesTheWake('dead');
  worker.define('sync', () => undefined);
  await rig.due('sync');
  const running = wake.run('periodic-sync');
  await settle();
  expect(await running).toBe(false);
  expect(await rig.log()).toEqual(['sync success service-worker']);
});

test('when the page dies in the middle of a run, that is lost at once and the others are run by the worker', async () => {
  takesTheWake('dead', () => opensAndClaims('dead', 'sync'));
  for (const name of ['sync', 'other']) worker.define(name, () => undefined);
  await rig.due('sync', 'other');
  const running = wake.run('periodic-sync');
  await rig.clock.advance(101);
  expect(await running).toBe(true);
  expect((await rig.log()).sort()).toEqual(['other success service-worker', 'sync lost page']);
});

test('when the page hangs, its run has expired at the end of the time, and the worker begins nothing any more', async () => {
  const hung = await hungRuntime();
  takesTheWake(hung, () => opensAndClaims(hung, 'sync'));
  for (const name of ['sync', 'other']) worker.define(name, () => undefined);
  await rig.due('sync', 'other');
  let again: boolean | null = null;
  void wake.run('periodic-sync').then((answer) => (again = answer));
  await rig.clock.advance(152_000);
  expect(again).toBe(null);
  await rig.clock.advance(501);
  expect(again).toBe(true);
  expect(await rig.log()).toEqual(['sync expired page']);
  expect(await rig.ledger.openRuns()).toEqual([]);
});

test('a hidden page that has claimed and died, or hangs: its run is settled by the worker', async () => {
  windows = [HIDDEN];
  const hung = await hungRuntime();
  const holders = new Map([
    ['a', 'dead'],
    ['b', hung],
  ]);
  const channel = openChannel(CHANNEL, (message) => {
    if (message.kind === 'offer') void claimAndTell(message.run.taskName);
  });
  closing.push(() => channel.close());
  const claimAndTell = async (taskName: string): Promise<void> => {
    const run = (await rig.ledger.openRuns()).find((one) => one.taskName === taskName) as OpenRun;
    const request = {
      taskId: run.id,
      runtimeId: holders.get(taskName) ?? '',
      runtime: 'page',
      now: rig.clock.now(),
      token: newId(),
      limitMs: 1,
    } as const;
    const step = await rig.ledger.claim(taskName, request);
    if (step.claimed) channel.post({ kind: 'claimed', id: run.id, run: step.run });
  };
  await rig.due('a', 'b');
  let again: boolean | null = null;
  void wake.run('periodic-sync').then((answer) => (again = answer));
  await rig.clock.advance(2101);
  expect(await rig.log()).toEqual(['a lost page']);
  expect((await rig.ledger.openRuns()).map((run) => run.claim?.runtimeId)).toEqual([hung]);
  await rig.clock.advance(150_501);
  expect(again).toBe(true);
  expect(await rig.log()).toEqual(['a lost page', 'b expired page']);
});

test('a test that a callback of this worker asks for goes to the page, and waits for all but that callback', async () => {
  const page = rig.page();
  page.define('sync', () => undefined);
  let triggered: boolean | null = null;
  worker.define('outer', async () => void (triggered = await wake.runTest(true)));
  await rig.due('outer');
  await rig.ledger.register('sync', TASK_OPTIONS, rig.clock.now());
  windows = [];
  const running = wake.run('periodic-sync');
  windows = [VISIBLE];
  await settle();
  await running;
  expect(triggered).toBe(true);
  expect(await rig.log()).toEqual(['sync success page', 'outer success service-worker']);
});

test('a test that is to run as in a closed app waits for a run that a page holds', async () => {
  const page = rig.page();
  let end: () => void = () => undefined;
  page.define('sync', () => new Promise<void>((resolve) => (end = resolve)));
  await rig.due('sync');
  const inPage = wake.run('periodic-sync');
  await settle();
  let triggered: boolean | null = null;
  void wake.runTest(false).then((answer) => (triggered = answer));
  await settle();
  expect(triggered).toBe(null);
  end();
  await inPage;
  await settle();
  expect(triggered).toBe(true);
  expect(await rig.log()).toEqual(['sync success page']);
});

test('no more than four callbacks work in the worker, whatever the number of its wakes', async () => {
  windows = [];
  const ends: (() => void)[] = [];
  const names = Array.from({ length: 7 }, (_, index) => `task-${index}`);
  for (const name of names) worker.define(name, () => new Promise<void>((resolve) => ends.push(resolve)));
  await rig.due(...names);
  const running = Promise.all([wake.run('periodic-sync'), wake.run('sync')]);
  await settle();
  expect(ends).toHaveLength(4);
  for (let index = 0; index < names.length; index++) {
    ends[index]?.();
    await settle();
  }
  await running;
  expect((await rig.log()).length).toBe(7);
});

test('a frozen page that alone has the callback runs it when it thaws, not an interval later', async () => {
  const state: PageState = { visibility: 'hidden', deaf: true };
  const page = rig.page(state);
  windows = [HIDDEN];
  page.define('sync', () => undefined);
  await rig.due('sync');
  const running = wake.run('periodic-sync');
  await rig.clock.advance(10_000);
  await running;
  expect(await rig.log()).toEqual(['sync undefined -']);
  Object.assign(state, { visibility: 'visible', deaf: false });
  const seen = page.wake.runDue('foreground');
  await rig.clock.advance(0);
  await seen;
  expect(await rig.log()).toEqual(['sync undefined -', 'sync success page']);
});
