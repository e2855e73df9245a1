import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { openAppInWebKit, site, webkit } from './webkit-page.ts';

declare global {
  /** Ends the callback under way; absent before it has begun, and in a page that was loaded anew. */
  var endTask: (() => void) | undefined;
  /** Why its signal has aborted. */
  var abortCode: string | undefined;
}

const TASKS = `
import { BackgroundTask } from '@capgo/capacitor-background-task';
BackgroundTask.defineTask('sync-notes', ({ signal }) => new Promise((resolve) => {
  signal.addEventListener('abort', () => (globalThis.abortCode = signal.reason?.code));
  globalThis.endTask = resolve;
}));
`;

openAppInWebKit({ tasks: TASKS, withoutWorker: true });

test('F-P02: WebKit takes the lock of a page in the back/forward cache, and after Back its run goes on and is not lost', async () => {
  await register(webkit, 'sync-notes', { minimumInterval: 30 });
  await webkit.evaluate(() => void BackgroundTask.triggerTaskWorkerForTestingAsync());
  await until('the callback runs', () => webkit.evaluate(() => globalThis.endTask !== undefined));
  const locks = (): Promise<number> => webkit.evaluate(async () => ((await navigator.locks.query()).held ?? []).length);
  expect(await locks()).toBe(1);
  await webkit.goto(site.url('/blank.html'));
  expect(await locks()).toBe(0);
  await webkit.back();
  // The very page, not a new one.
  await until('the page is back with its callback', () => webkit.evaluate(() => globalThis.endTask !== undefined));
  await until('the page holds a lock again', async () => (await locks()) === 1);
  await look(webkit);
  await webkit.evaluate(() => globalThis.endTask?.());
  const runs = await until('the run has settled', async () => {
    const settled = await runsOf(webkit, 'sync-notes');
    return settled.length > 0 && settled;
  });
  expect(runs).toMatchObject([{ outcome: 'success', runtime: 'page' }]);
});

test('F-P02: with a second tab the run of the page in the cache is lost; after Back its callback is told, and the next attempt is the only one that counts', async () => {
  const [first = ''] = await webkit.tabs();
  const second = await webkit.newTab();
  await webkit.switchTo(second);
  await webkit.goto(site.url('/'));
  await webkit.switchTo(first);
  await register(webkit, 'sync-notes', { minimumInterval: 30 });
  await webkit.evaluate(() => void BackgroundTask.triggerTaskWorkerForTestingAsync());
  await until('the callback runs', () => webkit.evaluate(() => globalThis.endTask !== undefined));
  await webkit.goto(site.url('/blank.html'));
  await webkit.switchTo(second);
  const outcomes = async (): Promise<(string | null)[]> => (await runsOf(webkit, 'sync-notes')).map(({ outcome }) => outcome);
  await until('the run is lost', async () => (await outcomes())[0] === 'lost');
  await webkit.switchTo(first);
  await webkit.back();
  await until('the page is back with its callback', () => webkit.evaluate(() => globalThis.endTask !== undefined));
  expect(await until('its callback has been told', () => webkit.evaluate(() => globalThis.abortCode))).toBe('EXPIRED');
  await webkit.evaluate(() => globalThis.endTask?.());
  await webkit.switchTo(second);
  await age(webkit);
  await look(webkit);
  await until('the next attempt runs', async () => {
    for (const tab of [second, first]) {
      await webkit.switchTo(tab);
      const isHere = await webkit.evaluate(async () => {
        const [open] = await BackgroundTask.getPendingTaskRunsAsync();
        if (open === undefined || open.claimedAt === null) return false;
        globalThis.endTask?.();
        return true;
      });
      if (isHere) return true;
    }
    return false;
  });
  await until('it has settled', async () => {
    for (const tab of [second, first]) {
      await webkit.switchTo(tab);
      await webkit.evaluate(() => globalThis.endTask?.());
    }
    return (await outcomes()).length === 2;
  });
  expect(await outcomes()).toEqual(['success', 'lost']);
});
