import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { INSTRUCTED_TASKS, installApp, WORKER, WORKER_PATH } from './app.ts';
import { age, look, register } from './page-calls.ts';
import type { Page } from './page-calls.ts';
import { play } from './scene.ts';

/** As a later version of this package would leave the record of one task. */
function writeNewerRecord(page: Page, taskName: string): Promise<void> {
  return page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('capgo-background-task:/');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction('tasks', 'readwrite');
      const store = transaction.objectStore('tasks');
      const get = store.get(name);
      get.onsuccess = () => store.put({ ...(get.result as object), version: 3, somethingNew: true });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  }, taskName);
}

test('an old worker beside newer records claims nothing, leaves them as they are and asks for its update', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    await register(page, 'a');
    await scene.workerIsThere();
    await age(page);
    await writeNewerRecord(page, 'sync-notes');
    await page.close();
    const asked = scene.site.fetched.get(WORKER_PATH) ?? 0;
    await scene.periodicSync();
    await until('the worker asks for its update', () => (scene.site.fetched.get(WORKER_PATH) ?? 0) > asked);
    expect(scene.site.got('/work')).toHaveLength(0);
    const later = await scene.page();
    const details = await later.evaluate(() => BackgroundTask.getStatusDetailsAsync());
    expect(details.reasons.map((reason) => reason.code)).toContain('STORAGE_NEWER');
    const stored = await later.evaluate(
      () =>
        new Promise<unknown>((resolve, reject) => {
          const opening = indexedDB.open('capgo-background-task:/');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const get = opening.result.transaction('tasks').objectStore('tasks').get('sync-notes');
            get.onsuccess = () => (opening.result.close(), resolve(get.result));
          };
        }),
    );
    expect(stored).toMatchObject({ version: 3, somethingNew: true });
  });
});

test('a new worker takes over from the old one, and a task that only it has runs', async () => {
  const late = INSTRUCTED_TASKS.replace("'sync-notes', ", "'sync-notes', 'new-task', ");
  await play({}, async (scene) => {
    const old = await scene.page();
    await register(old, 'sync-notes');
    await installApp(scene.site, { tasks: late });
    const { versionId } = await scene.browser.workers.find(WORKER);
    const page = await scene.page();
    await register(page, 'new-task');
    await scene.browser.workers.find(WORKER, (one) => one.versionId !== versionId && one.status === 'activated');
    await age(page);
    await old.close();
    await page.close();
    await scene.periodicSync();
    const [call] = await scene.untilStarted('new-task');
    expect(call?.body).toMatchObject({ runtime: 'service-worker' });
    await scene.untilStarted('sync-notes');
  });
});

test('a task that the new app does not define any more is settled undefined, and nothing hangs [J01]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'a');
    await register(page, 'b');
    await installApp(scene.site, { tasks: INSTRUCTED_TASKS.replace("'sync-notes', 'a',", "'sync-notes',") });
    const { versionId } = await scene.browser.workers.find(WORKER);
    await page.reload();
    await scene.browser.workers.find(WORKER, (one) => one.versionId !== versionId && one.status === 'activated');
    await age(page);
    await look(page);
    await scene.untilStarted('b');
    const [run] = await until('settled', async () => {
      const runs = await page.evaluate(() => BackgroundTask.getTaskRunsAsync({ taskName: 'a' }));
      return runs.length > 0 && runs;
    });
    expect(run).toMatchObject({ outcome: 'undefined', error: { code: 'TASK_NOT_DEFINED' } });
    const warned = page.console.filter((line) => line.includes('"a"'));
    expect(warned.length).toBeGreaterThan(0);
    const task = await page.evaluate(() => BackgroundTask.getTaskAsync('a'));
    expect(task?.nextEligibleAt).toBeLessThan(Date.now());
  });
});
