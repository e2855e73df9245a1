import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BackgroundTaskResult } from '../../../src/definitions.js';
import type { BackgroundTaskExecution } from '../../../src/definitions.js';
import { isDead } from '../../../src/web/shared/runtime-lock.js';
import { createWorkerWake } from '../../../src/web/worker/worker-wake.js';
import type { WorkerWake } from '../../../src/web/worker/worker-wake.js';
import type { WorkerScope } from '../../../src/web/worker/scope.js';
import { settle } from '../../support/fake-clock.js';
import { itemRequest } from '../ledger/fixture.js';
import { newId, Rig } from '../rig.js';
import type { WorkerContext } from '../rig.js';

let rig: Rig;
let worker: WorkerContext;
let wake: WorkerWake;

beforeEach(() => {
  rig = new Rig();
  worker = rig.worker();
  const scope = { clients: { matchAll: () => Promise.resolve([]) } } as unknown as WorkerScope;
  wake = createWorkerWake({ ...worker, scope, ledger: rig.ledger, clock: rig.clock, newId });
});
afterEach(() => {
  vi.restoreAllMocks();
  rig.close();
});

const enqueue = (id: string, taskName = 'send') =>
  rig.ledger.enqueue(itemRequest(taskName, id, { data: JSON.stringify(id) }), rig.clock.now());

test('one event runs the whole queue of a task, one after another, each with its data', async () => {
  const ran: unknown[] = [];
  let running = 0;
  worker.define('send', async ({ data, enqueuedId }) => {
    running++;
    expect(running).toBe(1);
    await settle();
    running--;
    ran.push([enqueuedId, data]);
  });
  for (const id of ['a', 'b', 'c']) await enqueue(id);
  expect(await wake.run('sync'), 'nothing is left: the browser need not repeat the event').toBe(false);
  expect(ran).toEqual(['a', 'b', 'c'].map((id) => [id, id]));
});

test('F-P02: an item that follows in an event whose worker has lost its lock is claimed under the lock that the worker holds now', async () => {
  const name = `capgo-background-task:runtime:${worker.runtimeId}`;
  const holders: (string | undefined)[] = [];
  worker.define('send', async ({ enqueuedId }) => {
    // As WebKit takes it.
    if (enqueuedId === 'a') await navigator.locks.request(name, { steal: true }, () => undefined);
    await settle();
    holders.push((await rig.ledger.openRuns())[0]?.claim?.runtimeId);
  });
  for (const id of ['a', 'b']) await enqueue(id);
  await wake.run('sync');
  expect(holders).toHaveLength(2);
  for (const holder of holders) expect([holder, await isDead(holder ?? '', { ifAvailable: true })]).toEqual([holder, false]);
  expect(new Set(holders).size, 'the lock is not taken twice').toBe(1);
});

test('a slow registration does not hold up the queue of another task', async () => {
  let end: () => void = () => undefined;
  worker.define('slow', () => new Promise<void>((resolve) => (end = resolve)));
  const ran: unknown[] = [];
  worker.define('send', ({ enqueuedId }) => void ran.push(enqueuedId));
  await rig.due('slow');
  for (const id of ['a', 'b']) await enqueue(id);
  const woken = wake.run('sync');
  await settle();
  await settle();
  expect(ran).toEqual(['a', 'b']);
  end();
  await woken;
});

test('an item that is left asks the browser to repeat the event', async () => {
  worker.define('send', () => BackgroundTaskResult.Failed);
  await enqueue('a');
  expect(await wake.run('sync')).toBe(true);
  expect(await rig.log()).toEqual(['send failed service-worker']);
});

test('an item of a task that only pages may run is left to them, and nothing is repeated for it', async () => {
  worker.define('send', () => undefined, ['page']);
  await enqueue('a');
  expect(await wake.run('sync')).toBe(false);
  expect(await rig.log()).toEqual([]);
});

test('what a callback enqueues runs in the same wake', async () => {
  const ran: unknown[] = [];
  worker.define('sync', () => enqueue('later').then(() => undefined));
  worker.define('send', ({ enqueuedId }) => void ran.push(enqueuedId));
  await rig.due('sync');
  await wake.run('periodic-sync');
  expect(ran).toEqual(['later']);
});

test('no item is opened with less than 30 s left', async () => {
  const ended: string[] = [];
  worker.define('send', async ({ enqueuedId, signal }: BackgroundTaskExecution) => {
    await new Promise<void>((resolve) => {
      const cancel = rig.clock.after(50_000, resolve);
      signal.addEventListener('abort', cancel);
    });
    ended.push(enqueuedId ?? '');
  });
  for (const id of ['a', 'b', 'c', 'd']) await enqueue(id);
  let isOver = false;
  const woken = wake.run('sync').then((again) => {
    isOver = true;
    return again;
  });
  // Ends at 50 and 100 s; the third would begin with 50 s left, and ends at 150 s with the wake.
  await rig.clock.advance(100_000);
  expect(ended).toEqual(['a', 'b']);
  await rig.clock.advance(50_000);
  await rig.clock.advance(3000);
  expect(isOver).toBe(true);
  expect(await woken).toBe(true);
  expect((await rig.ledger.items({ limit: 9 })).map(({ item }) => item.id)).toContain('d');
  expect((await rig.log()).length).toBe(3);
});

test('a clock that is set back in mid-wake does not lengthen it: later items end with the event', async () => {
  const deadlines: number[] = [];
  let end: () => void = () => undefined;
  worker.define('send', ({ deadline }) => {
    deadlines.push(deadline - rig.clock.now());
    return new Promise<void>((resolve) => (end = resolve));
  });
  await enqueue('a');
  void wake.run('sync');
  await settle();
  await rig.clock.advance(20_000);
  rig.clock.jump(-3_600_000);
  await enqueue('b');
  end();
  await settle();
  await settle();
  expect(deadlines[0]).toBe(150_000);
  expect(deadlines[1]).toBeLessThanOrEqual(130_000);
});

test('the test trigger runs the item that is asked for, and says when there is none', async () => {
  const ran: unknown[] = [];
  worker.define('send', ({ enqueuedId, test: isTest }) => void ran.push([enqueuedId, isTest]));
  await rig.ledger.enqueue(itemRequest('send', 'a', { initialDelayMs: 3_600_000 }), rig.clock.now());
  await enqueue('b');
  expect(await wake.runTest(false, { taskName: 'send', enqueuedId: 'none' })).toBe(false);
  expect(await wake.runTest(false, { taskName: 'send', enqueuedId: 'a' })).toBe(true);
  expect(ran).toEqual([['a', true]]);
  expect((await rig.ledger.items({ limit: 9 })).map(({ item }) => item.id)).toEqual(['b']);
});

test('nothing is left pending after a wake with items', async () => {
  worker.define('send', ({ setProgress }) => setProgress(1));
  await enqueue('a');
  await wake.run('sync');
  await settle();
  expect(rig.clock.pendingTimers).toBe(0);
});

test('an event whose storage fails once in its middle lasts until the callbacks that go on have ended', async () => {
  let endSlow: () => void = () => undefined;
  let endQuick: () => void = () => undefined;
  worker.define('slow', () => new Promise<void>((resolve) => (endSlow = resolve)));
  worker.define('quick', () => new Promise<void>((resolve) => (endQuick = resolve)));
  for (const name of ['slow', 'quick']) await enqueue('a', name);
  let isAnswered = false;
  const woken = wake.run('sync').finally(() => (isAnswered = true));
  await settle();
  vi.spyOn(rig.ledger, 'queueHeads').mockRejectedValueOnce(new Error('the storage failed once'));
  endQuick();
  await settle();
  expect(isAnswered).toBe(false);
  endSlow();
  expect(await woken).toBe(false);
  expect(await rig.log()).toEqual(['quick success service-worker', 'slow success service-worker']);
});

test('the progress of a run that another context has settled is told to nobody', async () => {
  let set: (value: number) => void = () => undefined;
  let end: () => void = () => undefined;
  worker.define('send', ({ setProgress }) => {
    set = setProgress;
    return new Promise<void>((resolve) => (end = resolve));
  });
  await enqueue('a');
  const woken = wake.run('sync');
  await settle();
  const page = rig.page();
  set(1);
  await settle();
  const [run] = await rig.ledger.openRuns();
  if (run === undefined) throw new Error('no run is open');
  await page.broker.settle(run, 'lost', null);
  await settle();
  set(2);
  await settle();
  expect(page.progress.map(({ progress }) => progress)).toEqual(['1']);
  end();
  await woken;
});
