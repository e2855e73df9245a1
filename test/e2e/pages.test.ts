import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';

test('a registration outlives a reload, and registering again touches nothing', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes', { minimumInterval: 30 });
    const before = await page.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    await page.reload();
    await register(page, 'sync-notes', { minimumInterval: 30 });
    const after = await page.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    expect(after).toEqual(before);
    expect(after?.options.minimumInterval).toBe(30);
    expect(after?.nextEligibleAt).toBe((after?.registeredAt ?? 0) + 30 * 60_000);
  });
});

test('an overdue task runs once at the next visit, in the page on screen', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await age(page, 30 * 24 * 3_600_000);
    await page.reload();
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ trigger: 'foreground', runtime: 'page', headless: false });
    await until('settled', async () => (await runsOf(page, 'sync-notes')).length === 1);
    await page.reload();
    await look(page);
    const task = await page.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    expect(task?.nextEligibleAt).toBeGreaterThan(Date.now());
    expect(scene.started('sync-notes')).toHaveLength(1);
  });
});

test('two tabs that look at the same time run a due task once', async () => {
  await play({}, async (scene) => {
    const first = await scene.page();
    const second = await scene.page();
    await register(first, 'sync-notes');
    const names = ['sync-notes', 'a', 'b', 'c'];
    for (const name of names) await register(second, name);
    for (let round = 1; round <= 5; round++) {
      await age(first);
      await Promise.all([look(first), look(second), scene.periodicSync()]);
      for (const name of names) {
        await scene.untilStarted(name, round);
        await until(`${name} settled`, async () => (await runsOf(first, name)).length === round);
      }
    }
    for (const name of names) expect(scene.started(name)).toHaveLength(5);
  });
});

test('a hidden tab leaves a due task to the worker', async () => {
  await play({}, async (scene) => {
    const hidden = await scene.page();
    await register(hidden, 'sync-notes');
    await scene.workerIsThere();
    await age(hidden);
    const front = await scene.browser.blankTab();
    await front.show();
    await until('hidden', () => hidden.evaluate(() => document.visibilityState === 'hidden'));
    await scene.periodicSync();
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'service-worker' });
  });
});

test('a worker woken beside a page on screen leaves the run to the page', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    await age(page);
    await scene.periodicSync();
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'page', trigger: 'periodic-sync' });
  });
});

test('a task that only pages may run waits for a page', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'page-only');
    await register(page, 'a');
    await scene.workerIsThere();
    await age(page);
    await page.close();
    await scene.periodicSync();
    await scene.untilStarted('a');
    expect(scene.started('page-only')).toHaveLength(0);
    await scene.page();
    const [call] = await scene.untilStarted('page-only');
    expect(call?.body).toMatchObject({ runtime: 'page' });
  });
});

test('the test trigger runs every task by the path of a closed app when asked to', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    const next = await page.evaluate(async () => (await BackgroundTask.getTaskAsync('sync-notes'))?.nextEligibleAt);
    expect(await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync())).toBe(true);
    expect(await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' }))).toBe(true);
    expect(scene.started('sync-notes').map((call) => [call.body['runtime'], call.body['test']])).toEqual([
      ['page', true],
      ['service-worker', true],
    ]);
    expect(await page.evaluate(async () => (await BackgroundTask.getTaskAsync('sync-notes'))?.nextEligibleAt)).toBe(next);
  });
});
