import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import type { Tab } from '../drivers/tab.ts';
import { TAG, WORKER, WORKER_PATH } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';

const codes = async (page: Tab): Promise<string[]> =>
  (await page.evaluate(() => BackgroundTask.getStatusDetailsAsync())).reasons.map((reason) => reason.code);

const warnings = (page: Tab): string[] => page.console.filter((line) => line.startsWith('warning'));

test('permission denied by default: registering resolves, warns once, shows in the status, and runs while open [W01]', async () => {
  await play({ permissionByDefault: true }, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'sync-notes', { minimumInterval: 30 });
    await register(page, 'a');
    expect(await page.evaluate(() => BackgroundTask.getStatusAsync())).toBe(1);
    const details = await page.evaluate(() => BackgroundTask.getStatusDetailsAsync());
    expect(details).toMatchObject({ status: 1, runsWhileClosed: false, platform: { periodicSyncPermission: 'denied' } });
    expect(details.reasons.map((reason) => reason.code)).toEqual(['PERIODIC_SYNC_NOT_PERMITTED']);
    expect(warnings(page)).toHaveLength(1);
    await age(page);
    await look(page);
    await until('it runs while open', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
  });
});

test('permission given later: the next visit asks the browser for wake-ups by itself [W01]', async () => {
  await play({ permissionByDefault: true }, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.browser.grant(scene.site.origin);
    await page.reload();
    await until('the tag', () =>
      page.evaluate(async () => {
        const [registration] = await navigator.serviceWorker.getRegistrations();
        return (await (registration as unknown as { periodicSync: { getTags(): Promise<string[]> } }).periodicSync.getTags()).length > 0;
      }),
    );
    expect(await page.evaluate(() => BackgroundTask.getStatusAsync())).toBe(2);
    await age(page);
    await page.close();
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
  });
});

test('with permission the status is Available and one tag stands for all tasks', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'a');
    expect(await page.evaluate(() => BackgroundTask.getStatusDetailsAsync())).toMatchObject({
      status: 2,
      reasons: [],
      runsWhileClosed: true,
    });
    const tags = await page.evaluate(async () => {
      const [registration] = await navigator.serviceWorker.getRegistrations();
      return (registration as unknown as { periodicSync: { getTags(): Promise<string[]> } }).periodicSync.getTags();
    });
    expect(tags).toEqual([TAG]);
    expect(warnings(page)).toEqual([]);
  });
});

test('registered and granted, but the event never comes: the next visit catches up, once [W02]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes', { minimumInterval: 60 });
    await age(page, 40 * 24 * 3_600_000);
    await page.close();
    const visit = await scene.page();
    await scene.untilStarted('sync-notes');
    await until('settled', async () => (await runsOf(visit, 'sync-notes')).length === 1);
    await scene.periodicSync();
    await visit.reload();
    await look(visit);
    const task = await visit.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    expect(task?.nextEligibleAt).toBeGreaterThan(Date.now());
    expect(scene.started('sync-notes')).toHaveLength(1);
  });
});

test('a browser without Periodic Background Sync: no throw, a reason, and page timers [W03]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page((tab) =>
      tab.beforeScripts('delete ServiceWorkerRegistration.prototype.periodicSync; delete globalThis.PeriodicSyncManager;'),
    );
    await register(page, 'sync-notes');
    expect(await codes(page)).toEqual(['PERIODIC_SYNC_UNSUPPORTED']);
    expect(await page.evaluate(() => BackgroundTask.getStatusAsync())).toBe(1);
    await age(page);
    await look(page);
    await until('it runs while open', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
  });
});

test('a page without service workers: the page runs its tasks and says why nothing more happens [W06]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page((tab) => tab.beforeScripts('delete Navigator.prototype.serviceWorker;'));
    await register(page, 'sync-notes');
    expect(await codes(page)).toContain('WORKER_UNSUPPORTED');
    await age(page);
    await look(page);
    await until('it runs while open', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
  });
});

test('a web view whose service workers throw is no obstacle [W06]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page((tab) =>
      tab.beforeScripts(
        `Object.defineProperty(Navigator.prototype, 'serviceWorker', { get() { throw new DOMException('not here', 'SecurityError'); } });`,
      ),
    );
    await register(page, 'sync-notes');
    await age(page);
    await look(page);
    await until('it runs while open', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
    expect(page.console.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  });
});

test.each(['android', 'ios'])('on %s nothing touches navigator.serviceWorker [W06]', async (platform) => {
  const bridge =
    platform === 'android' ? 'androidBridge = { postMessage() {} }' : 'webkit = { messageHandlers: { bridge: { postMessage() {} } } }';
  await play({}, async (scene) => {
    const page = await scene.page((tab) =>
      tab.beforeScripts(`
        globalThis.${bridge};
        globalThis.touched = 0;
        Object.defineProperty(Navigator.prototype, 'serviceWorker', { get() { globalThis.touched += 1; throw new Error('touched'); } });`),
    );
    // No native side answers here; what counts is what is not touched on the way.
    const seen = await page.evaluate(async () => {
      const answer = await Promise.race([
        BackgroundTask.registerTaskAsync('sync-notes').then(
          () => 'resolved',
          (error: unknown) => (error as { code?: string }).code,
        ),
        new Promise((resolve) => setTimeout(() => resolve('open'), 500)),
      ]);
      return { answer, touched: (globalThis as unknown as { touched: number }).touched };
    });
    expect(seen.touched).toBe(0);
    expect(seen.answer).not.toBe('resolved');
  });
});

test('no worker was built: registering resolves with one warning, and the status names it [W07]', async () => {
  await play({ withoutWorker: true }, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    expect(await codes(page)).toContain('WORKER_MISSING');
    expect(warnings(page)).toHaveLength(1);
    await age(page);
    await look(page);
    await until('it runs while open', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
  });
});

test('the app has a worker, but one that does not listen for tasks [W07]', async () => {
  await play({ withoutWorker: true }, async (scene) => {
    scene.site.file('/own-sw.js', `addEventListener('install', () => skipWaiting()); addEventListener('message', () => undefined);`);
    const page = await scene.page();
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/own-sw.js');
      await navigator.serviceWorker.ready;
    });
    await register(page, 'sync-notes');
    expect(await codes(page)).toContain('WORKER_MISSING');
  });
});

test('the worker does not define a task that the page registers: a warning names it, and pages run it [W07] [J01]', async () => {
  const workerTasks = `import { BackgroundTask } from '@capgo/capacitor-background-task'; BackgroundTask.defineTask('other', () => undefined);`;
  await play({ workerTasks }, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    expect(warnings(page).join('\n')).toContain('sync-notes');
    await age(page);
    await page.close();
    await scene.browser.workers.find(WORKER);
    await scene.periodicSync();
    const later = await scene.page();
    await scene.untilStarted('sync-notes');
    await until('settled', async () => (await runsOf(later, 'sync-notes'))[0]?.outcome === 'success');
    expect(scene.started('sync-notes')[0]?.body).toMatchObject({ runtime: 'page' });
    expect(scene.site.fetched.get(WORKER_PATH)).toBeGreaterThan(0);
  });
});

test('F-P11: a browser that wrongly says it is offline runs its tasks all the same, and the status says so', async () => {
  await play({}, async (scene) => {
    const page = await scene.page((tab) =>
      tab.beforeScripts(`Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });`),
    );
    await register(page, 'sync-notes');
    await age(page);
    await look(page);
    await until('it runs', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
    expect(await page.evaluate(() => BackgroundTask.getStatusDetailsAsync())).toMatchObject({
      reasons: [{ code: 'OFFLINE_HINT_IGNORED' }],
      runsWhileClosed: true,
    });
  });
});
