import { afterEach, beforeEach, expect, test } from 'vitest';
import { BackgroundTaskResult } from '../../../src/definitions.js';
import { createRuntimeLock } from '../../../src/web/shared/runtime-lock.js';
import { createWorkerWake } from '../../../src/web/worker/worker-wake.js';
import type { WindowClientLike, WorkerScope } from '../../../src/web/worker/scope.js';
import { settle } from '../../support/fake-clock.js';
import { newId, Rig } from '../rig.js';

const MINUTE = 60_000;

let rig: Rig;
let windows: WindowClientLike[];
/** Callbacks whose signal has not aborted, at any moment. */
let live: number;
let most: number;
let ends: ((value?: BackgroundTaskResult) => void)[];

beforeEach(() => {
  rig = new Rig();
  windows = [];
  live = most = 0;
  ends = [];
});
afterEach(() => rig.close());

/** A callback that honours its signal: from the abort on it does nothing any more. */
const honest = ({ signal }: { signal: AbortSignal }): Promise<BackgroundTaskResult | undefined> =>
  new Promise((resolve) => {
    most = Math.max(most, ++live);
    const end = (value?: BackgroundTaskResult): void => {
      live--;
      resolve(value);
    };
    ends.push(end);
    signal.addEventListener('abort', () => end());
  });

function workerWake() {
  const worker = rig.worker();
  const scope = { clients: { matchAll: () => Promise.resolve(windows) } } as unknown as WorkerScope;
  return { worker, wake: createWorkerWake({ ...worker, scope, ledger: rig.ledger, clock: rig.clock, newId }) };
}

test('F-P01: after a sleep the run of a living page is cut and told first, and the wake that found it runs the task when it has settled', async () => {
  const page = rig.page();
  const { worker, wake } = workerWake();
  for (const context of [page, worker]) context.define('sync', honest);
  await rig.due('sync');
  const inPage = page.wake.runDue('timer');
  await settle();
  expect([live, ends.length]).toEqual([1, 1]);

  // The timers of the page stand still, the clock goes on.
  rig.clock.jump(60 * MINUTE);
  let again: boolean | null = null;
  void wake.run('periodic-sync').then((answer) => (again = answer));
  await settle();
  expect(most).toBe(1);
  // Told, the page's callback has ended with its signal, and the worker goes on.
  expect(await rig.log()).toEqual(['sync expired page']);
  expect([live, ends.length]).toEqual([1, 2]);
  ends[1]?.(BackgroundTaskResult.Success);
  await settle();
  await inPage;
  expect(again).toBe(false);
  expect(most).toBe(1);
  expect(await rig.log()).toEqual(['sync expired page', 'sync success service-worker']);
});

test('F-P01: a callback that does not end with its signal keeps the task until the grace is over, counted from when it was told', async () => {
  const page = rig.page();
  const { worker, wake } = workerWake();
  let isAborted = false;
  page.define('sync', ({ signal }) => {
    signal.addEventListener('abort', () => (isAborted = true));
    return new Promise(() => undefined);
  });
  worker.define('sync', honest);
  await rig.due('sync');
  void page.wake.runDue('timer');
  await settle();
  rig.clock.jump(60 * MINUTE);
  void wake.run('periodic-sync');
  await settle();
  expect([isAborted, live]).toEqual([true, 0]);
  await rig.clock.advance(1999);
  expect(live).toBe(0);
  await rig.clock.advance(502);
  expect(await rig.log()).toEqual(['sync expired page']);
  expect(live).toBe(1);
});

test("F-P01: a page's own wake after a sleep does not run its task beside the callback that has slept", async () => {
  const page = rig.page();
  page.define('sync', honest);
  await rig.due('sync');
  void page.wake.runDue('timer');
  await settle();
  rig.clock.jump(60 * MINUTE);
  void page.wake.runDue('foreground');
  await settle();
  expect(most).toBe(1);
  expect(await rig.log()).toEqual(['sync expired page']);
  expect([live, ends.length]).toEqual([1, 2]);
});

test('F-P05: with the clock set back in mid-run and a page that hangs, the wake of the worker ends all the same', async () => {
  const { worker, wake } = workerWake();
  worker.define('sync', honest);
  await rig.due('sync');
  // It lives, for it holds its lock, and does nothing.
  const hung = newId();
  await createRuntimeLock(hung).hold();
  const now = rig.clock.now();
  const { offerable } = await rig.ledger.open({ trigger: 'timer', now, deadline: null, conditions: {}, named: [] });
  const taskId = offerable[0]?.id ?? '';
  await rig.ledger.claim('sync', { taskId, runtimeId: hung, runtime: 'page', now, token: newId(), limitMs: 10 * MINUTE });
  let ended = false;
  void wake.runTest(false).then(() => (ended = true));
  await settle();
  rig.clock.jump(-24 * 60 * MINUTE);
  await rig.clock.advance(10 * MINUTE + 3000);
  expect(await rig.log()).toEqual(['sync expired page']);
  expect(ended).toBe(true);
  expect(await rig.ledger.openRuns()).toEqual([]);
});
