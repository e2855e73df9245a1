import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import type { Tab } from '../drivers/tab.ts';
import { INSTRUCTED_TASKS, WORKER_PATH } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';

const codeOfRegistering = (page: Tab): Promise<string> =>
  page.evaluate(() =>
    BackgroundTask.registerTaskAsync('a').then(
      () => 'resolved',
      (error: unknown) => String((error as { code?: string }).code),
    ),
  );

test('a database of a later version: this code says so, stores nothing, and the worker asks for its update', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    await age(page);
    const blank = await scene.blankPage();
    await blank.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('capgo-background-task:/', 99);
          opening.onupgradeneeded = () => opening.result.createObjectStore('of-the-future');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => (opening.result.close(), resolve());
        }),
    );
    expect(await codeOfRegistering(page)).toBe('STORAGE_NEWER');
    await page.close();
    const asked = scene.site.fetched.get(WORKER_PATH) ?? 0;
    await scene.periodicSync();
    await until('the worker asks for its update', () => (scene.site.fetched.get(WORKER_PATH) ?? 0) > asked);
    expect(scene.site.got('/work')).toHaveLength(0);
  });
});

test('site data cleared while the page is open: the next registration starts anew, and runs', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.browser.cdp.send('Target.getTargets');
    await page.send('Storage.clearDataForOrigin', { origin: scene.site.origin, storageTypes: 'all' });
    expect(await page.evaluate(() => BackgroundTask.getRegisteredTasksAsync())).toEqual([]);
    await register(page, 'sync-notes');
    await age(page);
    await look(page);
    await until('it runs', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
    await age(page);
    await page.close();
    await scene.periodicSync();
    await scene.untilStarted('sync-notes', 2);
  });
});

test('a page without IndexedDB: a coded rejection, and nothing hangs', async () => {
  await play({}, async (scene) => {
    const page = await scene.page((tab) => tab.beforeScripts(`Object.defineProperty(globalThis, 'indexedDB', { value: undefined });`));
    expect(['UNAVAILABLE', 'STORAGE_FAILED']).toContain(await codeOfRegistering(page));
    expect(page.console.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  });
});

test('a sandboxed frame without an origin: a coded rejection, and nothing hangs', async () => {
  await play({}, async (scene) => {
    const app = await (await fetch(scene.site.url('/app.js'))).text();
    scene.site.file(
      '/framed.js',
      `${app};
      BackgroundTask.registerTaskAsync('a').then(() => 'resolved', (error) => error.code).then((code) => parent.postMessage({ code }, '*'));`,
    );
    scene.site.file('/framed.html', '<!doctype html><script src="/framed.js"></script>');
    scene.site.file(
      '/outer.html',
      '<!doctype html><script>addEventListener("message", ({ data }) => { globalThis.heard = data.code; });</script><iframe sandbox="allow-scripts" src="/framed.html"></iframe>',
    );
    const page = await scene.browser.tab(scene.site.url('/outer.html'));
    const code = await until('the frame answers', () => page.evaluate(() => (globalThis as unknown as { heard?: string }).heard));
    expect(['UNAVAILABLE', 'STORAGE_FAILED']).toContain(code);
  });
});

test('a corrupt record is set aside and reported; the other tasks go on', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'a');
    await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('capgo-background-task:/');
        opening.onsuccess = () => resolve(opening.result);
      });
      const transaction = database.transaction('tasks', 'readwrite');
      const store = transaction.objectStore('tasks');
      store.get('a').onsuccess = (event) => store.put({ ...(event.target as IDBRequest<object>).result, registeredAt: 'yesterday' });
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    });
    await age(page);
    await look(page);
    await until('the other one runs', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
    const details = await page.evaluate(() => BackgroundTask.getStatusDetailsAsync());
    expect(details.reasons.map((reason) => reason.code)).toEqual(['RECORDS_SET_ASIDE']);
    expect(await page.evaluate(() => BackgroundTask.getRegisteredTasksAsync())).toEqual(['sync-notes']);
  });
});

test('a worker whose storage fails: the path of a closed app says so at once', async () => {
  const workerTasks = `${INSTRUCTED_TASKS}
IDBFactory.prototype.open = () => { throw new Error('no storage in this worker'); };`;
  await play({ workerTasks }, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    const began = performance.now();
    await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' }));
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(await runsOf(page, 'sync-notes')).toMatchObject([{ outcome: 'not-started' }]);
  });
});
