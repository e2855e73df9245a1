import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { WORKER } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';
import type { Scene } from './scene.ts';

/** Makes the tasks due when no page of the app is left that could look by itself in that moment, and take the run that is meant for the worker. */
async function ageUnseen(scene: Scene): Promise<void> {
  const blank = await scene.blankPage();
  await age(blank);
  await blank.close();
}

test('unregistering in mid-run aborts the callback in the page, logs the run cancelled and fires no expiration [J09]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await page.evaluate(async () => {
      const seen: unknown[] = [];
      Object.assign(globalThis, { seen });
      await BackgroundTask.addExpirationListener((event) => seen.push(event));
    });
    await register(page, 'sync-notes');
    // First of all: the page may look by itself as soon as the task is due.
    scene.holdWork();
    await age(page);
    await look(page);
    await scene.untilStarted('sync-notes');
    await page.evaluate(() => BackgroundTask.unregisterTaskAsync('sync-notes'));
    const [aborted] = await scene.site.untilGot('/aborted', 1);
    expect(aborted?.body).toMatchObject({ taskName: 'sync-notes', code: 'UNREGISTERED' });
    expect(await runsOf(page, 'sync-notes')).toMatchObject([{ outcome: 'cancelled' }]);
    expect(await page.evaluate(() => BackgroundTask.getPendingTaskRunsAsync())).toEqual([]);
    expect(await page.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen)).toEqual([]);
  });
});

test('unregistering in mid-run reaches the worker, whose late answer changes nothing [J09]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'stubborn');
    await scene.workerIsThere();
    const release = scene.holdWork();
    await page.close();
    await ageUnseen(scene);
    await scene.periodicSync();
    await scene.untilStarted('stubborn');
    const later = await scene.page();
    await later.evaluate(() => BackgroundTask.unregisterTaskAsync('stubborn'));
    await scene.site.untilGot('/aborted', 1, (body) => body['code'] === 'UNREGISTERED');
    release({ result: 1 });
    await scene.site.untilGot('/worked', 1);
    await register(later, 'a');
    await age(later);
    await look(later);
    await until('a later run settled', async () => (await runsOf(later, 'a')).length === 1);
    expect(await runsOf(later, 'stubborn')).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

test('a wake that comes after the cancellation runs nothing [J09]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'a');
    await scene.workerIsThere();
    await page.evaluate(() => BackgroundTask.unregisterTaskAsync('sync-notes'));
    await page.close();
    await ageUnseen(scene);
    await scene.periodicSync();
    await scene.untilStarted('a');
    const later = await scene.page();
    await until('settled', async () => (await runsOf(later, 'a')).length === 1);
    expect(scene.started('sync-notes')).toHaveLength(0);
  });
});

test('three names keep their own intervals, and ending one leaves the others [J04]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'a', { minimumInterval: 30 });
    await register(page, 'b', { minimumInterval: 60 });
    await register(page, 'c', { minimumInterval: 240 });
    await age(page, 90 * 60_000);
    await look(page);
    await scene.untilStarted('a');
    await scene.untilStarted('b');
    await page.evaluate(() => BackgroundTask.unregisterTaskAsync('a'));
    expect(await page.evaluate(() => BackgroundTask.getRegisteredTasksAsync())).toEqual(['b', 'c']);
    await until('b settled', async () => (await runsOf(page, 'b')).length === 1);
    await age(page, 200 * 60_000);
    await look(page);
    await scene.untilStarted('b', 2);
    await scene.untilStarted('c');
    expect(scene.started('a')).toHaveLength(1);
  });
});

test('unregisterAllTasksAsync leaves nothing behind: no record, no log, no worker, no tag', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'a');
    await age(page);
    await look(page);
    await until('runs in the log', async () => (await runsOf(page, 'a')).length + (await runsOf(page, 'sync-notes')).length === 2);
    await age(page);
    scene.holdWork();
    await look(page);
    await scene.untilStarted('a', 2);
    await page.evaluate(() => BackgroundTask.unregisterAllTasksAsync());
    await scene.site.untilGot('/aborted', 1);
    const whatIsLeft = () =>
      page.evaluate(async () => {
        const names = (await indexedDB.databases()).map((one) => one.name ?? '');
        const records: unknown[] = [];
        for (const name of names) {
          const database = await new Promise<IDBDatabase>((resolve, reject) => {
            const opening = indexedDB.open(name);
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
          });
          for (const store of [...database.objectStoreNames]) {
            const all = database.transaction(store).objectStore(store).getAll();
            records.push(...(await new Promise<unknown[]>((resolve) => (all.onsuccess = () => resolve(all.result)))));
          }
          database.close();
        }
        return {
          records,
          runs: await BackgroundTask.getTaskRunsAsync(),
          caches: await caches.keys(),
          local: localStorage.length + sessionStorage.length,
        };
      });
    // The place of the run that was under way goes when its callback has returned.
    const left = await until('its callback has returned', async () => {
      const found = await whatIsLeft();
      return found.records.length === 0 && found;
    });
    expect(left).toEqual({ records: [], runs: [], caches: [], local: 0 });
    // A reset at the start of a page may be followed by a registration: the worker stays until 10 s after the start.
    await until('the worker is gone', () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length === 0));
  });
});

test('a callback in the worker that logs out ends every schedule, its own too, and goes on to its end', async () => {
  const tasks = `
    import { BackgroundTask } from '@capgo/capacitor-background-task';
    const post = (path, body) => fetch(path, { method: 'POST', body: JSON.stringify(body) });
    BackgroundTask.defineTask('a', async () => {
      await BackgroundTask.unregisterAllTasksAsync();
      await post('/after', { left: await BackgroundTask.getRegisteredTasksAsync(), open: await BackgroundTask.getPendingTaskRunsAsync() });
    });
    BackgroundTask.defineTask('b', ({ signal }) => new Promise((resolve) => {
      void post('/b', {});
      signal.addEventListener('abort', () => post('/aborted', { code: signal.reason.code }).then(() => resolve()));
    }));`;
  await play({ tasks }, async (scene) => {
    const page = await scene.page();
    await register(page, 'a');
    await register(page, 'b');
    await scene.workerIsThere();
    await age(page);
    await page.close();
    await scene.periodicSync();
    const [after] = await scene.site.untilGot('/after', 1);
    expect(after?.body).toEqual({ left: [], open: [] });
    await scene.site.untilGot('/aborted', 1, (body) => body['code'] === 'UNREGISTERED');
    const later = await scene.page();
    // What the start of a worker has unregistered it may register again in a moment.
    await until('the periodic sync is gone', async () => {
      const tags = await later.evaluate(async () => {
        const [registration] = await navigator.serviceWorker.getRegistrations();
        return (registration as unknown as { periodicSync: { getTags(): Promise<string[]> } } | undefined)?.periodicSync.getTags() ?? [];
      });
      return tags.length === 0;
    });
    expect(await later.evaluate(() => BackgroundTask.getTaskRunsAsync())).toEqual([]);
  });
});

test("F-P15: a log-out that is not awaited leaves the next user's worker and periodic sync alone", async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    for (let round = 0; round < 5; round++) {
      const tags = await page.evaluate(async () => {
        const out = BackgroundTask.unregisterAllTasksAsync();
        await BackgroundTask.registerTaskAsync('a');
        await out;
        const [registration] = await navigator.serviceWorker.getRegistrations();
        return (registration as unknown as { periodicSync: { getTags(): Promise<string[]> } } | undefined)?.periodicSync.getTags() ?? [];
      });
      expect(tags).toEqual(['capgo-background-task']);
    }
    await age(page);
    await page.close();
    await scene.browser.workers.find(WORKER);
    await scene.periodicSync();
    await scene.untilStarted('a');
  });
});
