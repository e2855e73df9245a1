import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { WORKER_PATH } from './app.ts';
import { look, register, runsOf } from './page-calls.ts';
import type { Page } from './page-calls.ts';
import { play } from './scene.ts';

const HOUR = 3_600_000;
const CLOCK = `{
  const real = Date.now.bind(Date);
  globalThis.clockAheadMs = globalThis.clockAheadMs ?? 0;
  Date.now = () => real() + globalThis.clockAheadMs;
}`;

function setClock(context: Page, aheadMs: number): Promise<void> {
  return context.evaluate((ms) => void Object.assign(globalThis, { clockAheadMs: ms }), aheadMs);
}

test('a page whose clock jumps ahead runs what became due, once; set back again, nothing waits for the far future', async () => {
  await play({}, async (scene) => {
    const page = await scene.page((tab) => tab.beforeScripts(CLOCK));
    await register(page, 'sync-notes', { minimumInterval: 60 });
    await setClock(page, 1000 * HOUR);
    await look(page);
    await scene.untilStarted('sync-notes');
    await until('settled', async () => (await runsOf(page, 'sync-notes')).length === 1);
    await setClock(page, 0);
    await look(page);
    const task = await page.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    expect(task?.nextEligibleAt).toBeLessThanOrEqual(Date.now() + HOUR);
    await setClock(page, 1.1 * HOUR);
    await look(page);
    await scene.untilStarted('sync-notes', 2);
    expect(scene.started('sync-notes')).toHaveLength(2);
  });
});

test('a worker whose clock stands ahead of the page that registered runs the task; the page is not confused by it', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes', { minimumInterval: 60 });
    await scene.workerIsThere();
    const worker = await scene.browser.workers.attach(WORKER_PATH);
    await worker.evaluateText(CLOCK);
    await setClock(worker, 1000 * HOUR);
    await page.close();
    await scene.periodicSync();
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'service-worker' });
    const later = await scene.page();
    await until('settled', async () => (await runsOf(later, 'sync-notes')).length === 1);
    await look(later);
    const task = await later.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    expect(task?.nextEligibleAt).toBeLessThanOrEqual(Date.now() + HOUR);
    expect(await later.evaluate(() => BackgroundTask.getPendingTaskRunsAsync())).toEqual([]);
  });
});

test('a clock set back in mid-run neither keeps the run open for ever nor takes it from its holder', async () => {
  await play({}, async (scene) => {
    const page = await scene.page((tab) => tab.beforeScripts(CLOCK));
    await register(page, 'sync-notes', { minimumInterval: 60 });
    await setClock(page, 100 * HOUR);
    const release = scene.holdWork();
    await look(page);
    await scene.untilStarted('sync-notes');
    await setClock(page, 0);
    await look(page);
    const [open] = await page.evaluate(() => BackgroundTask.getPendingTaskRunsAsync());
    expect(open?.claimedAt).not.toBeNull();
    release({ result: 1 });
    await until('settled', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
    expect(scene.started('sync-notes')).toHaveLength(1);
  });
});
