import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { INSTRUCTED_TASKS, installApp, WORKER } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';

/** A task that calls the API from its callback, and tells how that went. */
const CALLING = `${INSTRUCTED_TASKS}
BackgroundTask.defineTask('caller', async () => {
  const registered = await BackgroundTask.registerTaskAsync('b', { minimumInterval: 60, requiresNetwork: false }).then(() => 'registered', String);
  const triggered = await BackgroundTask.triggerTaskWorkerForTestingAsync().catch(String);
  await tell('/called', { registered, triggered, names: await BackgroundTask.getRegisteredTasksAsync(), headless: BackgroundTask.isHeadless });
});
`;

test('a new worker that comes in mid-run lets the run of the old one end, and runs the next', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes');
    const { versionId } = await scene.browser.workers.find(WORKER);
    await age(page);
    await page.close();
    const release = scene.holdWork();
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
    await installApp(scene.site, { tasks: INSTRUCTED_TASKS.replace("'sync-notes', ", "'sync-notes', 'new-task', ") });
    const later = await scene.page();
    await scene.browser.workers.find(WORKER, (one) => one.versionId !== versionId);
    release();
    await until('the run is a success', async () => (await runsOf(later, 'sync-notes'))[0]?.outcome === 'success');
    await scene.browser.workers.find(WORKER, (one) => one.versionId !== versionId && one.status === 'activated');
    await age(later);
    await later.close();
    await scene.periodicSync();
    await scene.untilStarted('sync-notes', 2);
    expect(scene.started('sync-notes')).toHaveLength(2);
  });
});

test('unregistering from another tab in mid-run aborts the callback at once', async () => {
  await play({}, async (scene) => {
    const first = await scene.page();
    await register(first, 'sync-notes');
    await age(first);
    scene.holdWork();
    await look(first);
    await scene.untilStarted('sync-notes');
    const second = await scene.page();
    await second.evaluate(() => BackgroundTask.unregisterTaskAsync('sync-notes'));
    await scene.site.untilGot('/aborted', 1, (body) => body['code'] === 'UNREGISTERED');
    expect(await runsOf(second, 'sync-notes')).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

test.each(['page', 'worker'] as const)(
  'a callback in the %s may register and trigger; it waits for the others, not for itself',
  async (where) => {
    await play({ tasks: CALLING }, async (scene) => {
      const page = await scene.page();
      await register(page, 'caller');
      await register(page, 'a');
      await scene.workerIsThere();
      await age(page);
      if (where === 'page') await look(page);
      else {
        await page.close();
        await scene.periodicSync();
      }
      const [called] = await scene.site.untilGot('/called', 1);
      expect(called?.body).toMatchObject({
        registered: 'registered',
        triggered: true,
        names: ['a', 'b', 'caller'],
        headless: where === 'worker',
      });
      const later = where === 'page' ? page : await scene.page();
      await until('the caller has settled', async () => (await runsOf(later, 'caller'))[0]?.outcome === 'success');
      expect(await runsOf(later, 'b')).toMatchObject([{ outcome: 'success', trigger: 'test' }]);
    });
  },
);

test('names are names: __proto__, constructor, and 128 characters of any script run in page and worker', async () => {
  const names = ['__proto__', 'constructor', 'ß'.repeat(128), '👩‍🚀 notes/#?"\''];
  const tasks = `${INSTRUCTED_TASKS}
for (const name of ${JSON.stringify(names)}) BackgroundTask.defineTask(name, instructed(name, true));`;
  await play({ tasks }, async (scene) => {
    const page = await scene.page();
    for (const name of names) await register(page, name);
    await scene.workerIsThere();
    expect(await page.evaluate(() => BackgroundTask.getRegisteredTasksAsync())).toEqual([...names].sort());
    expect(await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync())).toBe(true);
    for (const name of names) expect(scene.started(name), name).toHaveLength(1);
    await age(page);
    await page.close();
    await scene.periodicSync();
    for (const name of names)
      expect((await scene.untilStarted(name, 2))[1]?.body).toMatchObject({ taskName: name, runtime: 'service-worker' });
  });
});

test('a run listener that throws in one tab keeps no other, here or in another tab, from being told', async () => {
  await play({}, async (scene) => {
    const listening = await scene.page();
    const other = await scene.page();
    for (const page of [listening, other]) {
      await page.evaluate(async (throws) => {
        const told: string[] = [];
        Object.assign(globalThis, { told });
        if (throws)
          await BackgroundTask.addTaskRunListener(() => {
            throw new Error('the app is broken');
          });
        await BackgroundTask.addTaskRunListener((run) => void told.push(`${run.taskName} ${String(run.outcome)}`));
      }, page === other);
    }
    await register(other, 'a');
    await other.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync());
    for (const page of [listening, other]) {
      await until('it is told', () => page.evaluate(() => (globalThis as unknown as { told: string[] }).told.length === 1));
    }
    expect(other.console.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  });
});

test('more tasks than slots whose callbacks all trigger the others end long before their time limit', async () => {
  const names = ['1', '2', '3', '4', '5', '6'];
  const tasks = `import { BackgroundTask } from '@capgo/capacitor-background-task';
for (const name of ${JSON.stringify(names)}) BackgroundTask.defineTask(name, async () => void (await BackgroundTask.triggerTaskWorkerForTestingAsync()));`;
  await play({ tasks }, async (scene) => {
    const page = await scene.page();
    for (const name of names) await register(page, name);
    expect(await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync())).toBe(true);
    const runs = await page.evaluate(() => BackgroundTask.getTaskRunsAsync());
    expect(new Set(runs.map((run) => `${run.taskName} ${String(run.outcome)}`))).toEqual(new Set(names.map((name) => `${name} success`)));
  });
});
