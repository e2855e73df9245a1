import { afterEach, beforeEach, expect, test } from 'vitest';
import { BackgroundTaskResult } from '../../../src/definitions.js';
import { createBrowserItems } from '../../../src/web/shared/browser-items.js';
import { createBrowserTasks } from '../../../src/web/shared/browser-tasks.js';
import { createKeptRegistrations } from '../../../src/web/shared/kept-registrations.js';
import { runTest } from '../../../src/web/page/page-test.js';
import type { WorkerLink } from '../../../src/web/page/worker-link.js';
import { settle } from '../../support/fake-clock.js';
import { NO_CONSTRAINTS, TASK_OPTIONS } from '../../support/task-options.js';
import { createWorkerWake } from '../../../src/web/worker/worker-wake.js';
import type { WorkerScope } from '../../../src/web/worker/scope.js';
import { itemRequest } from '../ledger/fixture.js';
import { newId, Rig } from '../rig.js';
import type { PageContext } from '../rig.js';

let rig: Rig;
let one: PageContext;
let two: PageContext;
/** What the callbacks of the two pages did, in order. */
let events: string[];
/** Ends the callback of page one. */
let end: () => void;

beforeEach(() => {
  rig = new Rig();
  [one, two] = [rig.page(), rig.page()];
  events = [];
  one.define('send', ({ signal }) => {
    events.push('one begins');
    // A callback that honours its signal, and has something to put away first.
    signal.addEventListener('abort', () => events.push('one hears'));
    return new Promise((resolve) => (end = () => (events.push('one returns'), resolve(undefined))));
  });
  two.define('send', () => void events.push('two begins'));
});
afterEach(() => rig.close());

const itemsOf = (page: PageContext) => createBrowserItems(rig.ledger, page.broker, rig.clock);
const enqueue = (page: PageContext, id: string) =>
  page.taking.enqueue(rig.ledger, itemRequest('send', id, { constraints: NO_CONSTRAINTS }));
const tasksOf = (page: PageContext) =>
  createBrowserTasks(
    rig.ledger,
    page.broker,
    rig.clock,
    createKeptRegistrations(rig.clock, () => 0, { warn: () => undefined }),
  );

const testWorker = () => {
  const worker = rig.worker();
  const scope = { clients: { matchAll: () => Promise.resolve([]) } } as unknown as WorkerScope;
  return { worker, wake: createWorkerWake({ ...worker, scope, ledger: rig.ledger, clock: rig.clock, newId }) };
};

test('the next item of a task begins in another page once the callback of the cancelled one has returned', async () => {
  await enqueue(one, 'a');
  void one.wake.runDue('enqueue');
  await settle();
  await itemsOf(two).cancelEnqueued({ taskName: 'send' });
  await enqueue(two, 'b');
  const woken = two.wake.runDue('enqueue');
  await settle();
  await rig.clock.advance(1000);
  expect(events).toEqual(['one begins', 'one hears']);
  end();
  await woken;
  expect(events).toEqual(['one begins', 'one hears', 'one returns', 'two begins']);
  expect(await rig.log()).toEqual(['send cancelled page', 'send success page']);
});

test('a callback that does not return after its run was cancelled holds the next one up for no longer than the grace', async () => {
  await enqueue(one, 'a');
  void one.wake.runDue('enqueue');
  await settle();
  await itemsOf(two).cancelEnqueued({ taskName: 'send' });
  await enqueue(two, 'b');
  const woken = two.wake.runDue('enqueue');
  await rig.clock.advance(2501);
  await woken;
  expect(events).toEqual(['one begins', 'one hears', 'two begins']);
});

test.each(['in the page', 'in the worker'])(
  'a test trigger right after a task was unregistered and registered again runs it, %s, once its callback has returned',
  async (where) => {
    await rig.due('send');
    void one.wake.runDue('timer');
    await settle();
    await tasksOf(two).unregisterTask({ name: 'send' });
    await tasksOf(two).registerTask({ name: 'send', options: TASK_OPTIONS });
    const { worker, wake } = testWorker();
    worker.define('send', () => void events.push('worker begins'));
    const link = { request: async () => null } as unknown as WorkerLink;
    const ports = { broker: two.broker, link, wake: two.wake, runtimeId: two.runtimeId };
    const tested = where === 'in the page' ? runTest(ports, { headless: false }) : wake.runTest(false);
    await settle();
    expect(events).toEqual(['one begins', 'one hears']);
    end();
    expect(await tested).toBe(true);
    expect(events.slice(2)).toEqual(['one returns', where === 'in the page' ? 'two begins' : 'worker begins']);
  },
);

test('a test in the worker runs each task once, though another was unregistered and registered again a moment ago', async () => {
  await rig.due('send');
  void one.wake.runDue('timer');
  await settle();
  await tasksOf(two).unregisterTask({ name: 'send' });
  for (const name of ['send', 'other']) await tasksOf(two).registerTask({ name, options: TASK_OPTIONS });
  const { worker, wake } = testWorker();
  for (const name of ['send', 'other']) worker.define(name, () => void events.push(`worker tests ${name}`));
  const tested = wake.runTest(false);
  await settle();
  end();
  expect(await tested).toBe(true);
  expect(events.filter((event) => event !== 'one hears')).toEqual(['one begins', 'worker tests other', 'one returns', 'worker tests send']);
});

test('a test of one item in the worker runs it once, though another task was unregistered a moment ago', async () => {
  await rig.due('send');
  void one.wake.runDue('timer');
  await settle();
  await tasksOf(two).unregisterTask({ name: 'send' });
  await rig.ledger.enqueue(itemRequest('upload', 'x', { constraints: NO_CONSTRAINTS, maximumRetries: 1 }), rig.clock.now());
  const { worker, wake } = testWorker();
  worker.define('upload', () => {
    events.push('worker fails upload');
    return BackgroundTaskResult.Failed;
  });
  const tested = wake.runTest(false, { taskName: 'upload', enqueuedId: 'x' });
  await settle();
  end();
  await tested;
  expect(events.filter((event) => event.startsWith('worker'))).toEqual(['worker fails upload']);
  expect(await rig.ledger.items({ limit: 9 })).toHaveLength(1);
});
