import { expect, test } from 'vitest';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { age, loggedOutcomes, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';
import type { Scene } from './scene.ts';

const MINUTE = 60_000;

async function hideAll(scene: Scene, tabs: readonly Tab[]): Promise<void> {
  await (await scene.browser.blankTab()).show();
  for (const tab of tabs) await until('hidden', () => tab.evaluate(() => document.visibilityState === 'hidden'));
}

test("a hidden tab's timer wakes the worker, which runs the task", async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes', { minimumInterval: 30 });
    await scene.workerIsThere();
    await age(page, 30 * MINUTE - 4000);
    // A page sets its timer when it starts.
    await page.reload();
    await hideAll(scene, [page]);
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'service-worker', trigger: 'timer' });
  });
});

test('of several hidden tabs one at a time asks, and the task runs once', async () => {
  await play({}, async (scene) => {
    const tabs = [await scene.page(), await scene.page(), await scene.page()];
    const [first] = tabs;
    if (first === undefined) throw new Error('no tab');
    await register(first, 'sync-notes', { minimumInterval: 30 });
    await scene.workerIsThere();
    await age(first, 30 * MINUTE - 4000);
    for (const tab of tabs) await tab.reload();
    await hideAll(scene, tabs);
    await scene.untilStarted('sync-notes');
    await until('settled', async () => (await runsOf(first, 'sync-notes')).length === 1);
    const front = await scene.page();
    const task = await front.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    expect(task?.nextEligibleAt).toBeGreaterThan(Date.now());
    expect(scene.started('sync-notes')).toHaveLength(1);
  });
});

test('without any worker a hidden tab runs the task by itself, last', async () => {
  await play({ withoutWorker: true }, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes', { minimumInterval: 30 });
    await age(page, 30 * MINUTE - 4000);
    await page.reload();
    await hideAll(scene, [page]);
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'page', trigger: 'timer' });
  });
});

test('a tab that is hidden while it asks for the battery, and so gets no answer, runs its task', async () => {
  await play({ withoutWorker: true }, async (scene) => {
    // In Chromium it depends on milliseconds, so here it is always so.
    const page = await scene.page((tab) => tab.beforeScripts('navigator.getBattery = () => new Promise(() => undefined);'));
    await register(page, 'sync-notes', { minimumInterval: 30 });
    await age(page, 30 * MINUTE - 4000);
    await page.reload();
    await hideAll(scene, [page]);
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'page', trigger: 'timer' });
    expect(await page.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'))).toMatchObject({ name: 'sync-notes' });
  });
});

test('a page that is left and come back to runs what became due meanwhile, once', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    await page.goto(scene.site.url('/blank.html'));
    await age(page);
    await page.evaluate(() => history.back());
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'page' });
    await until('settled', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
    expect(scene.started('sync-notes')).toHaveLength(1);
  });
});

test('a frozen tab that alone may run a task runs it when it thaws, though the worker has declined it meanwhile', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'page-only');
    await scene.workerIsThere();
    const blank = await scene.blankPage();
    await until('hidden', () => page.evaluate(() => document.visibilityState === 'hidden'));
    await age(page);
    await page.freeze();
    await scene.periodicSync();
    await until('declined', async () => (await loggedOutcomes(blank)).includes('undefined'));
    await page.thaw();
    await page.show();
    const [call] = await scene.untilStarted('page-only');
    expect(call?.body).toMatchObject({ runtime: 'page' });
    await until('settled', async () => (await runsOf(page, 'page-only'))[0]?.outcome === 'success');
  });
});
