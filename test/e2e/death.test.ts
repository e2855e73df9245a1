import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import type { Tab } from '../drivers/tab.ts';
import { WORKER } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import type { Page } from './page-calls.ts';
import { play } from './scene.ts';
import type { Scene } from './scene.ts';

/** A visible page holds the run of `sync-notes`, its callback open. */
async function pageHoldsRun(scene: Scene): Promise<Tab> {
  const page = await scene.page();
  await register(page, 'sync-notes');
  await scene.workerIsThere();
  await age(page);
  scene.holdWork();
  await look(page);
  await scene.untilStarted('sync-notes');
  return page;
}

async function outcomes(page: Page): Promise<unknown[]> {
  return (await runsOf(page, 'sync-notes')).map((run) => run.outcome);
}

async function retried(scene: Scene, by: Page): Promise<void> {
  scene.site.answer('/work', () => ({ result: 1 }));
  await age(by);
  await scene.periodicSync();
  const calls = await scene.untilStarted('sync-notes', 2);
  expect(calls.at(-1)?.body).toMatchObject({ attempt: 2 });
  await until('the second attempt settled', async () => (await outcomes(by))[0] === 'success');
}

test('a run held by a renderer that crashes is lost at once and tried again', async () => {
  await play({}, async (scene) => {
    const other = await scene.page();
    const holder = await pageHoldsRun(scene);
    const crashedAt = Date.now();
    await holder.crash();
    await until('lost', async () => (await outcomes(other))[0] === 'lost', 5000);
    const [run] = await runsOf(other, 'sync-notes');
    expect(run?.error?.code).toBe('RUNTIME_DIED');
    expect((run?.settledAt ?? 0) - crashedAt).toBeLessThan(3000);
    await retried(scene, other);
  });
}, 60_000);

test('a run held by a page that is closed in mid-run is lost at once and tried again', async () => {
  await play({}, async (scene) => {
    const other = await scene.page();
    const holder = await pageHoldsRun(scene);
    await holder.close();
    await until('lost', async () => (await outcomes(other))[0] === 'lost', 5000);
    await retried(scene, other);
  });
}, 60_000);

test('a run held by a page that is reloaded is lost, and the new page finds it out', async () => {
  await play({}, async (scene) => {
    const page = await pageHoldsRun(scene);
    await page.reload();
    await until('lost', async () => (await outcomes(page))[0] === 'lost', 5000);
    await retried(scene, page);
  });
}, 60_000);

test('a run held by a worker that the browser stops is lost, and the next start finds it out [W10]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    await age(page);
    await page.close();
    scene.holdWork();
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
    await scene.browser.workers.stop(WORKER);
    await scene.periodicSync();
    const later = await scene.page();
    await until('lost', async () => (await outcomes(later))[0] === 'lost');
    await retried(scene, later);
  });
}, 60_000);

test('a frozen tab that thaws after its run went to another neither settles it nor runs it again', async () => {
  await play({}, async (scene) => {
    const frozen = await scene.page();
    await register(frozen, 'sync-notes', { timeLimit: 1 });
    await scene.workerIsThere();
    await age(frozen);
    const release = scene.holdWork();
    await look(frozen);
    await scene.untilStarted('sync-notes');
    await frozen.freeze();
    const other = await scene.page();
    await until('the end of its time', async () => (await outcomes(other))[0] === 'expired', 15_000);
    release({ result: 1 });
    await age(other);
    await look(other);
    await scene.untilStarted('sync-notes', 2);
    await until('the second attempt settled', async () => (await outcomes(other))[0] === 'success');
    const before = await runsOf(other, 'sync-notes');
    await frozen.thaw();
    await until('the thawed page answers', () => frozen.evaluate(() => BackgroundTask.isTaskRegisteredAsync('sync-notes')));
    await look(frozen);
    await until('its callback has ended', () => scene.site.got('/aborted').length > 0 || scene.site.got('/worked').length > 1);
    expect(await runsOf(frozen, 'sync-notes')).toEqual(before);
    expect(scene.started('sync-notes')).toHaveLength(2);
  });
}, 60_000);

test('a whole browser killed in mid-run: the run is lost and comes again after the restart', async () => {
  await play({}, async (scene) => {
    await pageHoldsRun(scene);
    await scene.browser.kill();
    scene.browser = await scene.browser.again();
    const page = await scene.page();
    await until('lost', async () => (await outcomes(page))[0] === 'lost', 10_000);
    await retried(scene, page);
  });
}, 60_000);
