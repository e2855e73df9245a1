import { expect, test } from 'vitest';
import { bundle } from '../drivers/bundle.ts';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { PAGE_END, TAG, WORKER } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';
import type { Scene } from './scene.ts';

/** An app in a folder of the site, whose one task tells the server which app ran it. */
async function installBelow(scene: Scene, folder: string, tasks: readonly string[]): Promise<void> {
  const source = `
    import { BackgroundTask } from '@capgo/capacitor-background-task';
    for (const name of ${JSON.stringify(tasks)})
      BackgroundTask.defineTask(name, () => fetch('/ran', { method: 'POST', body: JSON.stringify({ app: '${folder}', name }) }).then(() => undefined));`;
  scene.site.file(`${folder}app.js`, await bundle('page', source + PAGE_END));
  scene.site.file(
    `${folder}background-task-sw.js`,
    await bundle('worker', `${source}\nimport { listen } from '@capgo/capacitor-background-task/service-worker';\nlisten();`),
  );
  const html = (head = ''): string =>
    `<!doctype html><meta charset="utf-8">${head}<title>${folder}</title><script src="${folder}app.js"></script>`;
  scene.site.file(folder, html());
  scene.site.file(`${folder}deep/page.html`, html());
  scene.site.file(`${folder}deep/based.html`, html(`<base href="${folder}">`));
}

const ran = (scene: Scene): unknown[] => scene.site.got('/ran').map((call) => call.body);
const names = (page: Tab): Promise<string[]> => page.evaluate(() => BackgroundTask.getRegisteredTasksAsync());
const databases = (page: Tab): Promise<(string | undefined)[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name).sort());

test('F-P09: two apps of one origin run their own tasks with their own callbacks, and a log-out in one leaves the other alone', async () => {
  await play({}, async (scene) => {
    await installBelow(scene, '/one/', ['sync', 'only-one']);
    await installBelow(scene, '/two/', ['sync']);
    const one = await scene.browser.tab(scene.site.url('/one/'));
    const two = await scene.browser.tab(scene.site.url('/two/'));
    await register(one, 'sync');
    await register(one, 'only-one');
    await register(two, 'sync');
    expect(await names(one)).toEqual(['only-one', 'sync']);
    expect(await names(two)).toEqual(['sync']);
    expect(await databases(one)).toEqual(['capgo-background-task:/one/', 'capgo-background-task:/two/']);
    await age(two);
    await look(two);
    await until('the second app ran', () => ran(scene).length > 0);
    expect(ran(scene)).toEqual([{ app: '/two/', name: 'sync' }]);
    await scene.browser.workers.dispatchPeriodicSync(`/one/${WORKER}`, TAG);
    await until('the first app ran', () => ran(scene).length >= 3);
    expect(ran(scene).slice(1)).toEqual(expect.arrayContaining(['sync', 'only-one'].map((name) => ({ app: '/one/', name }))));
    await one.evaluate(() => BackgroundTask.unregisterAllTasksAsync());
    expect(await names(two)).toEqual(['sync']);
    await age(two);
    await one.close();
    await two.close();
    const before = ran(scene).length;
    await scene.browser.workers.dispatchPeriodicSync(`/two/${WORKER}`, TAG);
    await until('the worker of the second app ran', () => ran(scene).length > before);
    expect(ran(scene).at(-1)).toEqual({ app: '/two/', name: 'sync' });
    const later = await scene.browser.tab(scene.site.url('/two/'));
    const outcomes = (await runsOf(later, 'sync')).map((run) => run.outcome);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(new Set(outcomes)).toEqual(new Set(['success']));
  });
});

test('F-P09: what an earlier version stored for the whole origin goes to the app that is opened first, and nothing is lost', async () => {
  await play({}, async (scene) => {
    await installBelow(scene, '/one/', ['sync']);
    const blank = await scene.blankPage();
    await blank.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('capgo-background-task', 2);
          opening.onupgradeneeded = () => {
            const database = opening.result;
            const tasks = database.createObjectStore('tasks', { keyPath: 'name' });
            database.createObjectStore('openRuns', { keyPath: 'taskName' });
            database.createObjectStore('log');
            database.createObjectStore('setAside');
            const flags = { requiresUnmeteredNetwork: false, requiresCharging: false, requiresBatteryNotLow: false };
            const options = {
              ...flags,
              minimumIntervalMs: 3_600_000,
              requiresNetwork: true,
              requiresStorageNotLow: false,
              requiresDeviceIdle: false,
              maximumRetries: 0,
              timeLimitMs: null,
              timeoutMs: null,
            };
            const counts = { failedAttempts: 0, interruptedAttempts: 0, backoffCount: 0 };
            tasks.put({ version: 1, name: 'sync', options, registeredAt: Date.now() - 7_200_000, ...counts });
          };
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => (opening.result.close(), resolve());
        }),
    );
    const page = await scene.browser.tab(scene.site.url('/one/'));
    await until('the task that was due runs at once', async () => (await runsOf(page, 'sync'))[0]?.outcome === 'success');
    expect(await names(page)).toEqual(['sync']);
    expect(await databases(page)).toEqual(['capgo-background-task:/one/']);
  });
});

test.each(['deep/based.html', 'deep/page.html'])(
  'F-N03: a page below the base, %s, finds the worker of its app without a meta tag',
  async (path) => {
    await play({}, async (scene) => {
      await installBelow(scene, '/one/', ['sync']);
      const page = await scene.browser.tab(scene.site.url('/one/'));
      await register(page, 'sync');
      await page.close();
      const deep = await scene.browser.tab(scene.site.url(`/one/${path}`));
      expect(await names(deep)).toEqual(['sync']);
      await register(deep, 'sync', { minimumInterval: 30 });
      const { reasons, platform } = await deep.evaluate(() => BackgroundTask.getStatusDetailsAsync());
      expect(reasons).toEqual([]);
      expect(platform).toMatchObject({ scope: scene.site.url(`/one/${WORKER}`) });
      expect(scene.site.fetched.get('/one/deep/background-task-sw.js')).toBeUndefined();
    });
  },
);
