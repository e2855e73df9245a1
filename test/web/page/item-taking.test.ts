import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EnqueueTaskRequest } from '../../../src/core/platform.js';
import { LATE_DEFINITION_MS } from '../../../src/core/constants.js';
import { BackgroundTaskError } from '../../../src/errors.js';
import type { BackgroundTaskExecution } from '../../../src/definitions.js';
import { createBrowserItems } from '../../../src/web/shared/browser-items.js';
import { openChannel } from '../../../src/web/shared/channel.js';
import { settle } from '../../support/fake-clock.js';
import { NO_CONSTRAINTS } from '../../support/task-options.js';
import { itemRequest } from '../ledger/fixture.js';
import { CHANNEL, Rig } from '../rig.js';
import type { PageContext, PageState } from '../rig.js';

let rig: Rig;
let state: PageState;
let page: PageContext;
/** What the callbacks of the page's tasks got, in order; each goes on until `end`. */
let ran: { id: string | null; data: unknown; signal: AbortSignal; end: () => void }[];

const callback = ({ enqueuedId, data, signal }: BackgroundTaskExecution): Promise<void> =>
  new Promise((end) => void ran.push({ id: enqueuedId, data, signal, end }));

beforeEach(async () => {
  rig = new Rig();
  state = { visibility: 'visible' };
  page = rig.page(state);
  ran = [];
  page.define('send', callback);
  // The first lock of a page is granted in a moment; an item that comes earlier is stored only.
  await page.lock.hold();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  rig.close();
});

const enqueue = (id: string, change: Partial<EnqueueTaskRequest> = {}, taskName = 'send') =>
  page.taking.enqueue(rig.ledger, itemRequest(taskName, id, { constraints: NO_CONSTRAINTS, data: `"${id}"`, ...change }));
const waiting = async (): Promise<string[]> =>
  (await rig.ledger.items({ limit: 9 })).filter((one) => !one.running).map((one) => one.item.id);
/** The test looks into the store of an item while it is under way. */
function holdStore(): { begun: Promise<void>; answer: () => void } {
  const { enqueue: store } = rig.ledger;
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  vi.spyOn(rig.ledger, 'enqueue').mockImplementationOnce(async (...call) => {
    const step = await store(...call);
    begin();
    await answered;
    return step;
  });
  return { begun, answer };
}

test('an item runs in the page that enqueues it, in the step that stores it, and all contexts hear of its claim', async () => {
  const heard: string[] = [];
  const channel = openChannel(CHANNEL, ({ kind }) => void heard.push(kind));
  const open = vi.spyOn(rig.ledger, 'open');
  const claim = vi.spyOn(rig.ledger, 'claim');
  const { run } = await enqueue('a');
  await settle();
  expect(ran.map(({ id, data }) => [id, data])).toEqual([['a', 'a']]);
  expect([open.mock.calls, claim.mock.calls, heard]).toEqual([[], [], ['claimed']]);
  expect(run?.claim?.runtimeId).toBe(page.runtimeId);
  ran[0]?.end();
  await settle();
  expect(await rig.log()).toEqual(['send success page']);
  expect([await rig.ledger.openRuns(), await waiting()]).toEqual([[], []]);
  channel.close();
});

test('an item whose task runs is stored only, and nobody is told that the page has declined', async () => {
  await enqueue('a');
  await rig.clock.advance(1);
  const decline = vi.spyOn(rig.ledger, 'decline');
  expect((await enqueue('b')).run).toBe(null);
  await rig.clock.advance(1);
  expect([decline.mock.calls, ran.length, await waiting()]).toEqual([[], 1, ['b']]);
  ran[0]?.end();
  await settle();
  void page.wake.runDue('timer');
  await settle();
  expect(ran.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('a callback that goes on after the end of its run keeps the next item waiting', async () => {
  await enqueue('a', { timeLimitMs: 5000 });
  await rig.clock.advance(10_000);
  expect([await rig.log(), await rig.ledger.openRuns()]).toEqual([['send expired page'], []]);
  await rig.ledger.cancel('send', null, rig.clock.now());
  expect((await enqueue('b')).run).toBe(null);
  expect(ran).toHaveLength(1);
});

test.each([
  ['hidden', () => void (state.visibility = 'hidden'), {}],
  ['offline', () => vi.stubGlobal('navigator', { locks: navigator.locks, onLine: false }), { requiresNetwork: true }],
  [
    'on mobile data',
    () => vi.stubGlobal('navigator', { locks: navigator.locks, connection: { type: 'cellular' } }),
    { requiresUnmeteredNetwork: true },
  ],
  ['that would have to ask for the battery', () => undefined, { requiresCharging: true }],
  ['that would have to ask how full the battery is', () => undefined, { requiresBatteryNotLow: true }],
])('a page %s stores an item only, and offers nothing', async (_, prepare, constraints) => {
  prepare();
  const offer = vi.spyOn(page.runner, 'offer');
  expect((await enqueue('a', { constraints: { ...NO_CONSTRAINTS, ...constraints } })).run).toBe(null);
  await settle();
  expect([offer.mock.calls, ran, await waiting()]).toEqual([[], [], ['a']]);
});

test('an item of a task that the page does not define, or for later, is stored only', async () => {
  expect([(await enqueue('a', {}, 'other')).run, (await enqueue('b', { initialDelayMs: 1 })).run]).toEqual([null, null]);
  expect(await waiting()).toEqual(['a', 'b']);
});

test('no more items begin at once than callbacks may work, and each gives its place back', async () => {
  const names = ['one', 'two', 'three', 'four', 'five', 'six'];
  for (const name of names) page.define(name, callback);
  const runs = await Promise.all(names.map(async (name) => (await enqueue(name, {}, name)).run));
  await settle();
  expect([runs.map((run) => run !== null), ran.length]).toEqual([[true, true, true, true, false, false], 4]);
  for (const one of ran.splice(0)) one.end();
  await rig.clock.advance(1);
  expect((await enqueue('again', {}, 'one')).run).not.toBe(null);
});

test('of two edits in one turn the second is kept, in the order of the calls', async () => {
  const edits = [enqueue('note', { data: '1' }), enqueue('note', { data: '2' })];
  expect((await Promise.all(edits)).map(({ change, run }) => [change, run !== null])).toEqual([
    ['created', true],
    ['replaced', false],
  ]);
  await settle();
  expect(ran.map(({ data }) => data)).toEqual([1]);
  ran[0]?.end();
  await rig.clock.advance(1);
  void page.wake.runDue('timer');
  await settle();
  expect(ran.map(({ data }) => data)).toEqual([1, 2]);
});

test('a run of the task that is offered while an item is being stored is not declined: it is taken as soon as the place is free', async () => {
  const other = rig.page();
  await rig.due('send');
  const { begun, answer } = holdStore();
  const storing = enqueue('a');
  await begun;
  const woken = other.wake.runDue('timer');
  // The other page declines first: it does not define the task.
  await rig.clock.advance(LATE_DEFINITION_MS);
  const decline = vi.spyOn(rig.ledger, 'decline');
  await settle();
  answer();
  expect((await storing).run, 'its registration was due first').toBe(null);
  await rig.clock.advance(1);
  expect([ran.map(({ id }) => id), decline.mock.calls]).toEqual([[null], []]);
  ran[0]?.end();
  await woken;
  expect(await rig.log()).toEqual(['send success page']);
});

test('an item that another page cancels before this one hears that it is stored does not begin', async () => {
  const other = rig.page();
  const { begun, answer } = holdStore();
  const storing = enqueue('a');
  await begun;
  await createBrowserItems(rig.ledger, other.broker, rig.clock).cancelEnqueued({ taskName: 'send' });
  await settle();
  answer();
  expect((await storing).change).toBe('created');
  await settle();
  expect([ran, await rig.log()]).toEqual([[], ['send cancelled page']]);
  // Its place is free once this page has returned it.
  expect(await rig.ledger.open({ trigger: 'timer', now: rig.clock.now(), deadline: null, conditions: {}, named: [] })).toMatchObject({
    held: [],
  });
});

test('an item that is cancelled in the same turn as it is enqueued is gone', async () => {
  const storing = enqueue('a');
  const cancelling = createBrowserItems(rig.ledger, page.broker, rig.clock).cancelEnqueued({ taskName: 'send', id: 'a' });
  await Promise.all([storing, cancelling]);
  await settle();
  expect(ran.filter(({ signal }) => !signal.aborted)).toEqual([]);
  expect([await rig.log(), await waiting()]).toEqual([['send cancelled page'], []]);
});

test('storage that fails rejects the item, runs nothing, and the next one begins', async () => {
  vi.spyOn(rig.ledger, 'enqueue').mockRejectedValueOnce(new BackgroundTaskError('STORAGE_FAILED', 'no'));
  await expect(enqueue('a')).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  await rig.clock.advance(1);
  expect([ran, page.runner.isBusy('send')]).toEqual([[], false]);
  expect((await enqueue('b')).run?.item?.id).toBe('b');
});

test('a page that does not have its lock yet stores the item, and a wake runs it', async () => {
  let grant = (): void => undefined;
  const granted = new Promise<void>((resolve) => (grant = resolve));
  vi.spyOn(page.lock, 'hold').mockImplementationOnce(async () => {
    await granted;
    return page.runtimeId;
  });
  expect((await enqueue('a')).run).toBe(null);
  grant();
  await rig.clock.advance(1);
  void page.wake.runDue('enqueue');
  await settle();
  expect(ran.map(({ id }) => id)).toEqual(['a']);
});
