import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRuntimeLock, isDead } from '../../../src/web/shared/runtime-lock.js';
import { onRestored } from '../../../src/web/page/restored-page.js';
import { settle } from '../../support/fake-clock.js';
import { NO_CONSTRAINTS } from '../../support/task-options.js';
import { itemRequest } from '../ledger/fixture.js';
import { Rig } from '../rig.js';

const MINUTE = 60_000;

let rig: Rig;

beforeEach(() => {
  rig = new Rig();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  rig.close();
});

/** As WebKit does when a page enters the back/forward cache. */
async function takeLock(name: string): Promise<void> {
  await navigator.locks.request(`capgo-background-task:runtime:${name}`, { steal: true }, () => undefined);
}

/** A task that ends when the test says so, and the signal that it was given. */
function controlled() {
  const runs: { signal: AbortSignal; end: () => void }[] = [];
  const callback = ({ signal }: { signal: AbortSignal }): Promise<void> =>
    new Promise((resolve) => void runs.push({ signal, end: () => resolve() }));
  return { runs, callback };
}

test('F-P02: the only page goes on with its run when the browser has taken its lock, and does not declare itself dead', async () => {
  const page = rig.page();
  const { runs, callback } = controlled();
  page.define('sync', callback);
  await rig.due('sync');
  const running = page.wake.runDue('timer');
  await settle();
  await takeLock(page.runtimeId);
  await settle();
  const holder = (await rig.ledger.openRuns())[0]?.claim?.runtimeId ?? '';
  expect(holder).not.toBe(page.runtimeId);
  expect([await isDead(page.runtimeId, { ifAvailable: true }), await isDead(holder, { ifAvailable: true })]).toEqual([true, false]);
  void page.wake.runDue('foreground');
  await settle();
  expect(runs.map(({ signal }) => signal.aborted)).toEqual([false]);
  runs[0]?.end();
  await running;
  expect(await rig.log()).toEqual(['sync success page']);
});

test('F-P02: a lock that goes while a claim is being stored leaves the claim with its living page', async () => {
  const page = rig.page();
  const { runs, callback } = controlled();
  page.define('sync', callback);
  await rig.due('sync');
  const claim = vi.spyOn(rig.ledger, 'claim').mockImplementationOnce(async (...call) => {
    claim.mockRestore();
    const answer = await rig.ledger.claim(...call);
    await takeLock(page.runtimeId);
    await settle();
    return answer;
  });
  const running = page.wake.runDue('timer');
  await settle();
  await settle();
  const holder = (await rig.ledger.openRuns())[0]?.claim?.runtimeId ?? '';
  expect(await isDead(holder, { ifAvailable: true })).toBe(false);
  void rig.page().wake.runDue('foreground');
  await rig.clock.advance(1000);
  expect(runs.map(({ signal }) => signal.aborted)).toEqual([false]);
  runs[0]?.end();
  await running;
  expect(await rig.log()).toEqual(['sync success page']);
});

test('F-P02: of two pages the other declares the run lost, and the callback that has lost it is told before the next attempt', async () => {
  const page = rig.page();
  const other = rig.page();
  const { runs, callback } = controlled();
  page.define('sync', callback);
  await rig.due('sync');
  void page.wake.runDue('timer');
  await settle();
  // The lock goes before the page can say anything: what it asks for in the meantime is not answered.
  let answer = (): void => undefined;
  const move = vi.spyOn(rig.ledger, 'moveClaim').mockImplementationOnce(async (...call) => {
    await new Promise<void>((resolve) => (answer = resolve));
    move.mockRestore();
    return rig.ledger.moveClaim(...call);
  });
  await takeLock(page.runtimeId);
  await settle();
  await rig.clock.advance(101);
  expect(await rig.log()).toEqual(['sync lost page']);
  answer();
  await settle();
  expect(runs[0]?.signal.aborted).toBe(true);
  other.define('sync', callback);
  await rig.clock.advance(30_000);
  void other.wake.runDue('timer');
  await settle();
  expect(runs.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});

test.each([
  ['another page opens before the storage answers again: the callback is told', 500, true, ['sync lost page']],
  ['the storage answers again first: the run moves to the new lock and goes on', 2000, false, []],
])('F-P02: the lock and the storage fail together; %s', async (_case, opensAfterMs, isAborted, log) => {
  const page = rig.page();
  const { runs, callback } = controlled();
  page.define('sync', callback);
  await rig.due('sync');
  void page.wake.runDue('timer');
  await settle();
  vi.spyOn(rig.ledger, 'moveClaim').mockRejectedValueOnce(new Error('The disk is full.'));
  await takeLock(page.runtimeId);
  await settle();
  await rig.clock.advance(opensAfterMs);
  void rig.page().wake.runDue('foreground');
  await rig.clock.advance(101);
  expect(runs.map(({ signal }) => signal.aborted)).toEqual([isAborted]);
  expect(await rig.log()).toEqual(log);
});

test('F-P02: a page that has lost its lock has a moment to move its run to another, before the other page begins an item of the task', async () => {
  const [page, other] = [rig.page(), rig.page()];
  const { runs, callback } = controlled();
  for (const one of [page, other]) one.define('sync', callback);
  await rig.due('sync');
  const running = page.wake.runDue('timer');
  await settle();
  await rig.ledger.enqueue(itemRequest('sync', 'note', { constraints: NO_CONSTRAINTS }), rig.clock.now());
  void other.wake.runDue('enqueue');
  await takeLock(page.runtimeId);
  await rig.clock.advance(1000);
  expect(runs.map(({ signal }) => signal.aborted)).toEqual([false]);
  runs[0]?.end();
  await running;
  void other.wake.runDue('enqueue');
  await settle();
  expect([await rig.log(), runs.length]).toEqual([['sync success page'], 2]);
});

test('F-P02: a lock that is taken without a word is noticed when the page comes back', async () => {
  const lock = createRuntimeLock('quiet');
  const name = await lock.hold();
  let losses = 0;
  lock.onLoss(() => losses++);
  await lock.check();
  expect([losses, await lock.hold()]).toEqual([0, name]);
  const request = vi
    .spyOn(navigator.locks, 'request')
    .mockImplementationOnce((_name, _options, granted) => Promise.resolve(granted({} as Lock)));
  await lock.check();
  request.mockRestore();
  expect(losses).toBe(1);
  expect(await lock.hold()).not.toBe(name);
});

test('F-P02: a claim says that no lock stands behind it where locks are refused, and nobody takes its holder for dead', async () => {
  const page = rig.page();
  const other = rig.page();
  const { runs, callback } = controlled();
  page.define('sync', callback);
  await rig.due('sync');
  const refused = vi.spyOn(navigator.locks, 'request').mockRejectedValue(new DOMException('Not here.', 'SecurityError'));
  const running = page.wake.runDue('timer');
  await settle();
  expect((await rig.ledger.openRuns())[0]?.claim?.runtimeId).toMatch(/^no-lock:/);
  refused.mockRestore();
  void other.wake.runDue('timer');
  await settle();
  expect(await rig.log()).toEqual([]);
  runs[0]?.end();
  await running;
  expect(await rig.log()).toEqual(['sync success page']);
});

test.each([
  [29_999, false],
  [30_000, true],
])('F-P02: a page that comes back from the back/forward cache after %i ms has cut its runs at once: %s', async (awayMs, isCut) => {
  const target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('document', new EventTarget());
  const page = rig.page();
  const { runs, callback } = controlled();
  page.define('sync', callback);
  await rig.due('sync');
  void page.wake.runDue('timer');
  await settle();
  onRestored(page.lock, rig.clock, page.broker.abandonClaims);
  target.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
  rig.clock.jump(awayMs);
  target.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  expect(runs[0]?.signal.aborted).toBe(isCut);
  // Without the cache nothing happens.
  rig.clock.jump(MINUTE);
  target.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
  expect(runs[0]?.signal.aborted).toBe(isCut);
});
