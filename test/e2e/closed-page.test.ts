import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { age, register, runsOf } from './page-calls.ts';
import { askForShortGaps, play } from './scene.ts';

// These two wait for most of their time: side by side.
test.concurrent(
  'a task runs after its interval with the page closed, woken by the browser itself',
  async () => {
    await play({ realPeriodicSync: true }, async (scene) => {
      const page = await scene.page();
      await register(page, 'sync-notes', { minimumInterval: 1 });
      const registeredAt = Date.now();
      await page.close();
      const [call] = await scene.untilStarted('sync-notes', 1, 120_000);
      expect(call?.body).toMatchObject({ trigger: 'periodic-sync', runtime: 'service-worker', headless: true, attempt: 1, test: false });
      expect((call?.at ?? 0) - registeredAt).toBeGreaterThan(58_000);
      const later = await scene.page();
      const runs = await until('the run in the log', async () => {
        const settled = await runsOf(later, 'sync-notes');
        return settled.length > 0 && settled;
      });
      expect(runs).toMatchObject([{ outcome: 'success', trigger: 'periodic-sync', runtime: 'service-worker' }]);
    });
  },
  180_000,
);

test.concurrent(
  'killed in mid-run with the page closed: the restarted browser finds the run lost and runs it again after the backoff, with no page at all',
  async () => {
    await play({ realPeriodicSync: { retrySeconds: 35 } }, async (scene) => {
      const page = await scene.page(askForShortGaps);
      await register(page, 'sync-notes');
      await page.close();
      const blank = await scene.blankPage();
      await age(blank);
      await blank.close();
      scene.site.answer('/work', () => new Promise(() => undefined));
      await scene.untilStarted('sync-notes', 1, 60_000);
      await scene.browser.kill();
      const killedAt = Date.now();
      scene.site.answer('/work', () => ({ result: 1 }));
      scene.browser = await scene.browser.again();
      const [, second] = await scene.untilStarted('sync-notes', 2, 120_000);
      expect(second?.body).toMatchObject({ attempt: 2, trigger: 'periodic-sync', runtime: 'service-worker' });
      expect((second?.at ?? 0) - killedAt).toBeGreaterThan(30_000);
      const later = await scene.page();
      await until('settled', async () => (await runsOf(later, 'sync-notes'))[0]?.outcome === 'success');
      expect((await runsOf(later, 'sync-notes')).map((run) => run.outcome)).toEqual(['success', 'lost']);
    });
  },
  240_000,
);

test('after a restart on the same profile the browser wakes the worker without any page', async () => {
  await play({ realPeriodicSync: true }, async (scene) => {
    const page = await scene.page(askForShortGaps);
    await register(page, 'sync-notes');
    await page.close();
    await scene.browser.quit();
    scene.browser = await scene.browser.again();
    const blank = await scene.blankPage();
    await age(blank);
    await blank.close();
    const [call] = await scene.untilStarted('sync-notes', 1, 60_000);
    expect(call?.body).toMatchObject({ trigger: 'periodic-sync', runtime: 'service-worker' });
  });
});

test('after a kill of the whole browser the registration is there and the due run comes', async () => {
  await play({ realPeriodicSync: true }, async (scene) => {
    const page = await scene.page(askForShortGaps);
    await register(page, 'sync-notes');
    await age(page);
    // What is written last is on the disk when the ledger says so; the kill comes at once.
    await scene.browser.kill();
    scene.browser = await scene.browser.again();
    const [call] = await scene.untilStarted('sync-notes', 1, 60_000);
    expect(call?.body).toMatchObject({ runtime: 'service-worker', attempt: 1 });
    expect(scene.started('sync-notes')).toHaveLength(1);
  });
});

test('a worker that the browser has stopped runs what is due when a periodic sync comes', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'a');
    await age(page);
    await page.close();
    await scene.browser.workers.stop('__background-task__/');
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
    await scene.untilStarted('a');
    const later = await scene.page();
    await until('both settled', async () => (await later.evaluate(() => BackgroundTask.getTaskRunsAsync())).length === 2);
    expect(await later.evaluate(() => BackgroundTask.getPendingTaskRunsAsync())).toEqual([]);
  });
});

test('a wake before the interval has passed runs nothing', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'a');
    await scene.workerIsThere();
    await page.close();
    await scene.periodicSync();
    const blank = await scene.blankPage();
    // The next wake is the proof that the first one is over: it runs after it, and only what became due between them.
    await age(blank);
    await blank.close();
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
    await scene.untilStarted('a');
    expect(scene.site.got('/work')).toHaveLength(2);
  });
});
