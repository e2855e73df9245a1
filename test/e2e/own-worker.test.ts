import { expect, test } from 'vitest';
import { bundle } from '../drivers/bundle.ts';
import { until } from '../drivers/until.ts';
import type { Tab } from '../drivers/tab.ts';
import { PAGE_END, TAG, WORKER, WORKER_PATH } from './app.ts';
import { age, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';
import type { Scene } from './scene.ts';

const FETCHING = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => { if (event.request.url.endsWith('/greeting')) event.respondWith(new Response('from the app worker')); });`;

async function useOwnWorker(page: Tab): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/own-sw.js');
    await navigator.serviceWorker.ready;
  });
}

/** What the browser was asked for goes 10 s after the start of the page at the latest: a reset at the start may be followed by a registration. */
const soon = <Value>(look: () => Promise<Value>) => expect.poll(look, { timeout: 20_000 });

const greeting = (page: Tab): Promise<string> => page.evaluate(async () => (await fetch('/greeting')).text());

test("the app's own worker goes on as before beside the build's", async () => {
  await play({}, async (scene) => {
    scene.site.file('/own-sw.js', FETCHING);
    const page = await scene.page();
    await useOwnWorker(page);
    await until('it controls the page', () => page.evaluate(() => navigator.serviceWorker.controller !== null));
    await register(page, 'sync-notes');
    expect(await greeting(page)).toBe('from the app worker');
    await age(page);
    await page.close();
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
    const later = await scene.page();
    expect(await greeting(later)).toBe('from the app worker');
    await later.evaluate(() => BackgroundTask.unregisterAllTasksAsync());
    await soon(() =>
      later.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map((one) => new URL(one.scope).pathname)),
    ).toEqual(['/']);
  });
});

test("tasks run in the app's own worker that takes them by importScripts", async () => {
  await play({}, async (scene) => {
    await moveIntoOwnWorker(scene);
    const page = await scene.page();
    await useOwnWorker(page);
    await register(page, 'sync-notes');
    expect(await page.evaluate(() => BackgroundTask.getStatusAsync())).toBe(2);
    await until('it controls the page', () => page.evaluate(() => navigator.serviceWorker.controller !== null));
    expect(await greeting(page)).toBe('from the app worker');
    await age(page);
    await page.close();
    await scene.browser.workers.stop('/');
    await scene.browser.workers.dispatchPeriodicSync('/', TAG);
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'service-worker' });
    const later = await scene.page();
    await until('settled', async () => (await runsOf(later, 'sync-notes'))[0]?.outcome === 'success');
    await later.evaluate(() => BackgroundTask.unregisterAllTasksAsync());
    await soon(() => tagsByScope(later)).toEqual([{ scope: '/', tags: [] }]);
  });
});

test("a page that defines no task takes the browser's periodic sync back from the app's own worker when it logs out", async () => {
  await play({}, async (scene) => {
    await moveIntoOwnWorker(scene);
    scene.site.file('/account.html', '<!doctype html><title>account</title><script src="/account.js"></script>');
    scene.site.file('/account.js', await bundle('page', PAGE_END));
    const page = await scene.page();
    await useOwnWorker(page);
    await register(page, 'sync-notes');
    await until('the tag is there', async () => (await tagsByScope(page))[0]?.tags.length === 1);
    await page.close();
    const account = await scene.browser.tab(scene.site.url('/account.html'));
    await account.evaluate(() => BackgroundTask.unregisterAllTasksAsync());
    await soon(() => tagsByScope(account)).toEqual([{ scope: '/', tags: [] }]);
  });
});

function tagsByScope(page: Tab): Promise<{ scope: string; tags: string[] }[]> {
  return page.evaluate(async () =>
    Promise.all(
      (await navigator.serviceWorker.getRegistrations()).map(async (one) => ({
        scope: new URL(one.scope).pathname,
        tags: await (one as unknown as { periodicSync: { getTags(): Promise<string[]> } }).periodicSync.getTags(),
      })),
    ),
  );
}

/** No worker of the build's: its script is a part of the app's own one. */
async function moveIntoOwnWorker(scene: Scene): Promise<void> {
  const text = await (await fetch(scene.site.url(WORKER_PATH))).text();
  scene.site.remove(WORKER_PATH);
  scene.site.file('/tasks-for-own-worker.js', text);
  scene.site.file('/own-sw.js', `importScripts('/tasks-for-own-worker.js');\n${FETCHING}`);
}

test('a page that unregisters all workers at each start still gets its tasks run with the page closed', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    const unregisterAll = `navigator.serviceWorker.getRegistrations().then((all) => all.forEach((one) => one.unregister()));`;
    await page.beforeScripts(`addEventListener('load', () => { ${unregisterAll} });`);
    for (let visit = 1; visit <= 3; visit++) {
      await page.reload();
      await register(page, 'sync-notes', { minimumInterval: 10 + visit });
    }
    await until('the worker is there with its tag', () =>
      page.evaluate(async (tag) => {
        for (const one of await navigator.serviceWorker.getRegistrations()) {
          const { periodicSync } = one as unknown as { periodicSync: { getTags(): Promise<string[]> } };
          if (one.active !== null && (await periodicSync.getTags()).includes(tag)) return true;
        }
        return false;
      }, TAG),
    );
    await age(page);
    await page.close();
    await scene.browser.workers.find(WORKER);
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
  });
});

test('all workers unregistered while the page is open: the path of a closed app finds its way again', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    await page.evaluate(async () => {
      for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    });
    expect(await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' }))).toBe(true);
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'service-worker', test: true });
  });
});

test('F-P26: all workers unregistered while a page is open: the next sight of the page and an unchanged registration ask for the periodic sync again', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    const tagIsThere = async (): Promise<boolean> => (await tagsByScope(page)).some(({ tags }) => tags.includes(TAG));
    for (const again of [
      () => register(page, 'sync-notes'),
      () => page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange'))),
    ]) {
      expect(await tagIsThere()).toBe(true);
      await page.evaluate(async () => {
        for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
      });
      expect(await tagIsThere()).toBe(false);
      await again();
      await until('the tag is there again', tagIsThere);
    }
    await age(page);
    await page.close();
    await scene.browser.workers.find(WORKER);
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
  });
});

test('F-P26: the status names a periodic sync that the browser has no more', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    // The page that has just started looks by itself, once, whether the browser has its tag, and asks for it again: that may fall between the two calls.
    await until('the status names it', async () => {
      const { reasons, status } = await page.evaluate(async (tag) => {
        const [registration] = await navigator.serviceWorker.getRegistrations();
        await (registration as unknown as { periodicSync: { unregister(tag: string): Promise<void> } }).periodicSync.unregister(tag);
        return BackgroundTask.getStatusDetailsAsync();
      }, TAG);
      return Number(status) === 1 && reasons.map((reason) => reason.code).join() === 'PERIODIC_SYNC_MISSING';
    });
  });
});
