import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { TAG, WORKER_PATH } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';

test('a due task that needs the network waits offline, says so, and runs once when the page is online again [W04]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'a', { requiresNetwork: false });
    await page.setOffline(true);
    await age(page);
    await look(page);
    await until('the task without network ran', async () => (await runsOf(page, 'a')).length === 1);
    const waiting = await page.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    expect(waiting?.blockedBy).toEqual(['network']);
    expect(waiting?.lastRun).toBeNull();
    await page.setOffline(false);
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ trigger: 'online', runtime: 'page' });
    await until('settled', async () => (await runsOf(page, 'sync-notes')).length === 1);
    expect(scene.started('sync-notes')).toHaveLength(1);
  });
});

test('a page that goes offline and is closed: the browser itself wakes the worker when the network returns', async () => {
  await play({ flags: REAL_ONE_OFF_SYNC }, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    const worker = await scene.browser.workers.attach(WORKER_PATH);
    const setOffline = async (offline: boolean): Promise<void> => {
      await worker.send('Network.enable');
      await worker.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    };
    await setOffline(true);
    await page.setOffline(true);
    await age(page);
    await until('one-off sync is asked for', () =>
      page.evaluate(async (tag) => {
        const registration = (await navigator.serviceWorker.getRegistrations())[0] as unknown as { sync: { getTags(): Promise<string[]> } };
        return (await registration.sync.getTags()).includes(tag);
      }, TAG),
    );
    await page.close();
    expect(scene.started('sync-notes')).toHaveLength(0);
    await setOffline(false);
    const [call] = await scene.untilStarted('sync-notes', 1, 30_000);
    expect(call?.body).toMatchObject({ trigger: 'sync', runtime: 'service-worker' });
  });
});

/** A failed one-off sync comes again after a second, not after five minutes. */
const REAL_ONE_OFF_SYNC = [
  '--force-fieldtrials=BackgroundSync/G/',
  '--force-fieldtrial-params=BackgroundSync.G:min_recovery_time_sec/1/initial_retry_delay_sec/1/retry_delay_factor/1',
];

test('a server out of reach is a failed run with a reason, tried again as often as asked [W08] [J08]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes', { maximumRetries: 1 });
    for (const [attempt, runs] of [
      [1, 1],
      [2, 2],
      [1, 3],
    ] as const) {
      scene.site.apiDown = true;
      await age(page);
      await look(page);
      const [run] = await until(`run ${runs}`, async () => {
        const settled = await runsOf(page, 'sync-notes');
        return settled.length === runs && settled;
      });
      expect(run).toMatchObject({ outcome: 'failed', attempt });
      expect(run?.error?.code).not.toBe('');
      expect(run?.error?.message).not.toBe('');
    }
    const task = await page.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    expect(task?.nextEligibleAt).toBeGreaterThan(Date.now());
    scene.site.apiDown = false;
    await age(page);
    await look(page);
    await until('a success', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
  });
});
