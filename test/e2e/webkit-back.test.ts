import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { look, register, runsOf } from './page-calls.ts';
import { openAppInWebKit, site, webkit } from './webkit-page.ts';

declare global {
  /** Ends the callback under way; absent before it has begun, and in a page that was loaded anew. */
  var endTask: (() => void) | undefined;
}

const TASKS = `
import { BackgroundTask } from '@capgo/capacitor-background-task';
BackgroundTask.defineTask('sync-notes', () => new Promise((resolve) => (globalThis.endTask = resolve)));
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
  await webkit.evaluate(() => history.back());
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
