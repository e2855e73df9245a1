import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBrowserItems } from '../../../src/web/shared/browser-items.js';
import { runTest } from '../../../src/web/page/page-test.js';
import type { WorkerLink } from '../../../src/web/page/worker-link.js';
import { settle } from '../../support/fake-clock.js';
import { itemRequest } from '../ledger/fixture.js';
import { Rig } from '../rig.js';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.close());

const enqueue = (id: string) => rig.ledger.enqueue(itemRequest('send', id, { data: `"${id}"` }), rig.clock.now());

test('two pages that look at once run an item once', async () => {
  const ran: unknown[] = [];
  const pages = [rig.page(), rig.page()];
  for (const page of pages) page.define('send', ({ enqueuedId }) => void ran.push(enqueuedId));
  await enqueue('a');
  await Promise.all(pages.map((page) => page.wake.runDue('enqueue')));
  expect(ran).toEqual(['a']);
});

test('a page that cancels an item aborts its callback in another page', async () => {
  const [one, two] = [rig.page(), rig.page()];
  let signal: AbortSignal | null = null;
  two.define('send', (execution) => {
    signal = execution.signal;
    return new Promise(() => undefined);
  });
  await enqueue('a');
  void two.wake.runDue('enqueue');
  await settle();
  await createBrowserItems(rig.ledger, one.broker, rig.clock).cancelEnqueued({ taskName: 'send', id: 'a' });
  await settle();
  expect((signal as unknown as AbortSignal).reason).toMatchObject({ code: 'CANCELLED' });
  expect(await rig.log()).toEqual(['send cancelled page']);
});

test('progress is told to every context at once, and stored once a second', async () => {
  const [holder, other] = [rig.page(), rig.page()];
  let setProgress: (progress: unknown) => void = () => undefined;
  holder.define('send', (execution) => {
    setProgress = execution.setProgress;
    return new Promise(() => undefined);
  });
  await enqueue('a');
  void holder.wake.runDue('enqueue');
  await settle();
  const stored = async (): Promise<unknown> => (await rig.ledger.openRuns())[0]?.progress;
  setProgress(1);
  await settle();
  expect(await stored()).toBe('1');
  for (const value of [2, 3]) {
    setProgress(value);
    await rig.clock.advance(300);
  }
  expect(await stored(), 'not within the same second').toBe('1');
  await rig.clock.advance(500);
  setProgress(4);
  await rig.clock.advance(10);
  expect(await stored()).toBe('4');
  expect(other.progress.map(({ progress, enqueuedId }) => [progress, enqueuedId])).toEqual(
    ['1', '2', '3', '4'].map((value) => [value, 'a']),
  );
});

test('a test of an item without a worker runs it here, and answers false when there is none', async () => {
  const page = rig.page();
  const ran: unknown[] = [];
  page.define('send', ({ enqueuedId }) => void ran.push(enqueuedId));
  await rig.ledger.enqueue(itemRequest('send', 'a', { initialDelayMs: 60_000 }), rig.clock.now());
  const parts = { broker: page.broker, link: {} as WorkerLink, wake: page.wake, runtimeId: page.runtimeId };
  expect(await runTest(parts, { headless: false, taskName: 'send', enqueuedId: 'none' })).toBe(false);
  expect(await runTest(parts, { headless: false, taskName: 'send', enqueuedId: 'a' })).toBe(true);
  expect(ran).toEqual(['a']);
  expect(await runTest(parts, { headless: false, taskName: 'send' }), 'it is not registered').toBe(false);
});

test('a wake that a worker leaves to a page lasts while the page holds an item, so that its death is noticed', async () => {
  const page = rig.page();
  let end: () => void = () => undefined;
  page.define('send', () => new Promise<void>((resolve) => (end = resolve)));
  await enqueue('a');
  void page.wake.runDue('enqueue');
  await settle();
  let isDone = false;
  const deadline = rig.clock.now() + 150_000;
  void page.wake
    .take({ kind: 'wake', id: 'wake-1', to: 'visible', trigger: 'sync', deadline, runtimeId: 'worker' })
    .then(() => (isDone = true));
  await settle();
  expect(isDone).toBe(false);
  end();
  await settle();
  await settle();
  expect(isDone).toBe(true);
});
