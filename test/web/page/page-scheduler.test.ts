import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryLedger } from '../../../src/web/ledger/index.js';
import { createPageScheduler } from '../../../src/web/page/page-scheduler.js';
import type { PageWake } from '../../../src/web/page/page-wake.js';
import type { WorkerLink } from '../../../src/web/page/worker-link.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { itemRequest } from '../ledger/fixture.js';
import { newId } from '../rig.js';
import { NO_CONSTRAINTS, TASK_OPTIONS } from '../../support/task-options.js';

const MINUTE_MS = 60_000;
const INTERVAL_MS = TASK_OPTIONS.minimumIntervalMs;

beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('navigator', { onLine: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** `aheadMs` by which time goes on while the first wake looks. */
async function started(aheadMs = 0) {
  const clock = new FakeClock();
  let passedMs = 0;
  const now = (): number => clock.now() + passedMs;
  const ledger = createMemoryLedger({ newId });
  await ledger.register('sync-notes', TASK_OPTIONS, now());
  const wakes: number[] = [];
  const failures: unknown[] = [];
  const never = (): never => {
    throw new Error('not asked for here');
  };
  const scheduler = createPageScheduler({
    ledger,
    wake: {
      runDue: async () => {
        if (wakes.push(now()) === 1) passedMs = aheadMs;
      },
      openTest: never,
      finish: never,
      take: never,
      lend: never,
      takeFree: never,
    },
    link: { find: async () => null, forget: never, failure: never, onReplaced: never, current: never, known: never, request: never },
    clock: { now, after: clock.after.bind(clock) },
    hiddenTickLock: 'hidden-tick',
    onFailure: (error) => void failures.push(error),
  });
  scheduler.start();
  await settle();
  return { ...scheduler, clock, ledger, wakes, failures, due: clock.now() + INTERVAL_MS };
}

test('a visible page wakes when it starts and when a task is due', async () => {
  const { clock, wakes, failures, due } = await started();
  expect(wakes).toEqual([due - INTERVAL_MS]);
  await clock.advance(INTERVAL_MS - 1);
  expect(wakes).toHaveLength(1);
  await clock.advance(1);
  expect(wakes).toEqual([due - INTERVAL_MS, due]);
  expect(failures).toEqual([]);
});

test('a page whose storage fails for a while, or does not answer, looks again when the longest sleep is over', async () => {
  const { clock, ledger, wakes, failures } = await started();
  const tasks = vi.spyOn(ledger, 'tasks').mockRejectedValue(new Error('the storage process is gone'));
  await clock.advance(INTERVAL_MS);
  const failed = wakes.length;
  expect(failures.length).toBeGreaterThan(0);
  tasks.mockReturnValue(new Promise(() => undefined));
  await clock.advance(60_000);
  const unanswered = wakes.length;
  expect(unanswered).toBeGreaterThan(failed);
  tasks.mockRestore();
  await clock.advance(60_000);
  expect(wakes.length).toBeGreaterThan(unanswered);
});

test('a task that becomes due while a wake is looking is not left for the longest sleep', async () => {
  const { clock, wakes, due } = await started(INTERVAL_MS);
  await clock.advance(0);
  expect(wakes).toEqual([due - INTERVAL_MS, due]);
});

test('a task that stays due, blocked by its constraints, is looked at once a minute', async () => {
  const { clock, wakes } = await started();
  await clock.advance(INTERVAL_MS);
  const before = wakes.length;
  await clock.advance(5 * 60_000);
  expect(wakes.length - before).toBe(5);
});

test('a task whose due date moves into the past, because a run was found late, is not left for the longest sleep', async () => {
  const { clock, ledger, wakes, tick, rearm } = await started();
  await clock.advance(INTERVAL_MS);
  const now = clock.now();
  const { offerable } = await ledger.open({ trigger: 'timer', now, deadline: now + 1000, conditions: {}, named: [] });
  // Open past the end of its wake: its backoff counts from there, and is over.
  clock.jump(40_000);
  // A look finds the run open, and leaves it to whoever offered it.
  tick('online');
  await settle();
  const before = wakes.length;
  for (const run of offerable) await ledger.settle(run, 'not-started', null, clock.now());
  rearm();
  await clock.advance(0);
  expect(wakes.length - before).toBe(1);
  await clock.advance(0);
  expect(wakes.length - before).toBe(1);
});

test('a hundred runs that settle, and for which nothing waits, share one look for what comes next; one of an item is followed by a look at once', async () => {
  const { clock, ledger, settled } = await started();
  const looks = vi.spyOn(ledger, 'tasks');
  for (let run = 0; run < 100; run++) settled(`task-${run}`, false);
  await settle();
  expect(looks).toHaveBeenCalledTimes(0);
  await clock.advance(250);
  expect(looks).toHaveBeenCalledTimes(1);
  settled('send', true);
  await settle();
  expect(looks).toHaveBeenCalledTimes(2);
});

test.each(['item', 'task'])('a hidden page looks after the %s that came while the clock was ahead, once it was set back', async (kind) => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'hidden' }));
  const clock = new FakeClock();
  const ledger = createMemoryLedger({ newId });
  const ahead = clock.now() + 3 * 60 * MINUTE_MS;
  if (kind === 'item') await ledger.enqueue(itemRequest('send', 'a', { constraints: NO_CONSTRAINTS }), ahead);
  else await ledger.register('send', TASK_OPTIONS, ahead);
  let wakes = 0;
  const scheduler = createPageScheduler({
    ledger,
    wake: { runDue: async () => void wakes++ } as unknown as PageWake,
    link: { find: async () => null } as unknown as WorkerLink,
    clock,
    hiddenTickLock: 'hidden-tick',
    onFailure: (error) => expect.fail(String(error)),
  });
  scheduler.start();
  await settle();
  for (let minute = 0; minute < 120; minute++) await clock.advance(MINUTE_MS);
  expect(wakes).toBeGreaterThan(0);
});
