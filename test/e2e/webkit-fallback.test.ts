import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { INSTRUCTED_TASKS, installApp } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { openAppInWebKit, site, webkit } from './webkit-page.ts';

// An engine without Periodic Background Sync and without Background Sync: page timers, and catch-up at the next visit.

openAppInWebKit();

const started = (taskName: string): unknown[] => site.got('/work', (body) => body['taskName'] === taskName);
const untilStarted = (taskName: string, count = 1) => site.untilGot('/work', count, (body) => body['taskName'] === taskName);
const settledRuns = (taskName: string, count: number) =>
  until(`${count} settled runs of ${taskName}`, async () => {
    const runs = await runsOf(webkit, taskName);
    return runs.length >= count && runs;
  });

test('registering resolves, and the status says why nothing runs with the page closed [W03]', async () => {
  await register(webkit, 'sync-notes', { minimumInterval: 30 });
  const details = await webkit.evaluate(() => BackgroundTask.getStatusDetailsAsync());
  expect(details).toMatchObject({ status: 1, runsWhileClosed: false });
  expect(details.reasons.map((reason) => reason.code)).toEqual(['PERIODIC_SYNC_UNSUPPORTED']);
  expect(await webkit.evaluate(() => BackgroundTask.getRegisteredTasksAsync())).toEqual(['sync-notes']);
});

test('a registration outlives a reload, and an overdue task runs once at the next visit', async () => {
  await register(webkit, 'sync-notes', { minimumInterval: 30 });
  await age(webkit);
  await webkit.goto('about:blank');
  await webkit.goto(site.url('/'));
  const [call] = await untilStarted('sync-notes');
  expect(call?.body).toMatchObject({ trigger: 'foreground', runtime: 'page' });
  expect(await settledRuns('sync-notes', 1)).toMatchObject([{ outcome: 'success' }]);
  await webkit.reload();
  await look(webkit);
  const task = await webkit.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
  expect(task?.nextEligibleAt).toBeGreaterThan(Date.now());
  expect(started('sync-notes')).toHaveLength(1);
});

test('the timer of an open page runs a task when its interval has passed', async () => {
  await register(webkit, 'sync-notes', { minimumInterval: 30 });
  await age(webkit, 30 * 60_000 - 2000);
  await webkit.reload();
  const [call] = await untilStarted('sync-notes');
  expect(call?.body).toMatchObject({ trigger: 'timer', runtime: 'page' });
});

test('failed runs are tried again as often as asked, with the reason in the log [W08]', async () => {
  site.answer('/work', () => ({ error: 'the server said no' }));
  await register(webkit, 'a', { maximumRetries: 1 });
  for (const [count, attempt] of [
    [1, 1],
    [2, 2],
  ] as const) {
    await age(webkit);
    await look(webkit);
    expect((await settledRuns('a', count))[0]).toMatchObject({ outcome: 'failed', attempt, error: { message: 'the server said no' } });
  }
  const task = await webkit.evaluate(() => BackgroundTask.getTaskAsync('a'));
  expect(task?.nextEligibleAt).toBeGreaterThan(Date.now());
});

test('a run held by a page that goes away in mid-run is lost at once and tried again', async () => {
  site.answer('/work', () => new Promise(() => undefined));
  await register(webkit, 'sync-notes');
  await age(webkit);
  await look(webkit);
  await untilStarted('sync-notes');
  await webkit.goto(site.url('/'));
  expect((await settledRuns('sync-notes', 1))[0]).toMatchObject({ outcome: 'lost', error: { code: 'RUNTIME_DIED' } });
  site.answer('/work', () => ({ result: 1 }));
  await age(webkit);
  await look(webkit);
  const calls = await untilStarted('sync-notes', 2);
  expect(calls[1]?.body).toMatchObject({ attempt: 2 });
  expect((await settledRuns('sync-notes', 2))[0]).toMatchObject({ outcome: 'success' });
});

test('two tabs run a due task once', async () => {
  const [first = ''] = await webkit.tabs();
  await register(webkit, 'sync-notes');
  const second = await webkit.newTab();
  await webkit.switchTo(second);
  await webkit.goto(site.url('/'));
  for (let round = 1; round <= 3; round++) {
    await age(webkit);
    for (const tab of [first, second]) {
      await webkit.switchTo(tab);
      await look(webkit);
    }
    await settledRuns('sync-notes', round);
  }
  await webkit.switchTo(second);
  await webkit.closeTab();
  await webkit.switchTo(first);
  expect(started('sync-notes')).toHaveLength(3);
});

test('the test trigger takes the path of a closed app: the worker runs the task', async () => {
  await register(webkit, 'sync-notes');
  expect(await webkit.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' }))).toBe(true);
  const [call] = await untilStarted('sync-notes');
  expect(call?.body).toMatchObject({ runtime: 'service-worker', test: true, headless: true });
});

test('unregistering in mid-run aborts the callback, and unregisterAllTasksAsync leaves no worker and no record [J09]', async () => {
  site.answer('/work', () => new Promise(() => undefined));
  await register(webkit, 'sync-notes');
  await register(webkit, 'a');
  await age(webkit);
  await look(webkit);
  await untilStarted('sync-notes');
  await webkit.evaluate(() => BackgroundTask.unregisterTaskAsync('sync-notes'));
  await site.untilGot('/aborted', 1, (body) => body['taskName'] === 'sync-notes' && body['code'] === 'UNREGISTERED');
  await webkit.evaluate(() => BackgroundTask.unregisterAllTasksAsync());
  expect(await webkit.evaluate(() => BackgroundTask.getTaskRunsAsync())).toEqual([]);
  expect(await webkit.evaluate(() => BackgroundTask.getRegisteredTasksAsync())).toEqual([]);
  // A reset at the start of a page may be followed by a registration: the worker stays until 10 s after the start.
  await until('the worker is gone', () => webkit.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length === 0));
});

test('a page without service workers runs its tasks by itself', async () => {
  await installApp(site, { tasks: INSTRUCTED_TASKS, preamble: 'delete Navigator.prototype.serviceWorker;' });
  await webkit.reload();
  await register(webkit, 'sync-notes');
  await age(webkit);
  await look(webkit);
  const [call] = await untilStarted('sync-notes');
  expect(call?.body).toMatchObject({ runtime: 'page' });
});
