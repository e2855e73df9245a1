import { expect, test } from 'vitest';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { TAG, WORKER, WORKER_PATH } from './app.ts';
import { enqueue, queued, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';
import type { Scene } from './scene.ts';

/** A one-off sync that failed comes again after so many seconds, not after five minutes. */
const realSync = (retrySeconds: number): string[] => [
  '--force-fieldtrials=BackgroundSync/G/',
  `--force-fieldtrial-params=BackgroundSync.G:min_recovery_time_sec/1/initial_retry_delay_sec/${retrySeconds}/retry_delay_factor/1`,
];

const ids = (scene: Scene, taskName = 'sync-notes'): unknown[] => scene.started(taskName).map(({ body }) => body['enqueuedId']);

/** Takes the network from the page and from its worker. Returns what gives it back to the worker. */
async function goOffline(scene: Scene, page: Tab): Promise<() => Promise<void>> {
  const worker = await scene.browser.workers.attach(WORKER_PATH);
  await worker.send('Network.enable');
  const emulate = async (offline: boolean): Promise<void> => {
    await worker.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  };
  await emulate(true);
  await page.setOffline(true);
  return () => emulate(false);
}

test('a visible page runs an item in the same moment, with its data, once, beside the sync event that stands behind it', async () => {
  await play({ flags: realSync(1) }, async (scene) => {
    const page = await scene.page();
    const answer = await enqueue(page, 'sync-notes', { id: 'note-1', data: { text: 'hello', list: [1, null] } });
    expect(answer).toEqual({ id: 'note-1', change: 'created' });
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({
      runtime: 'page',
      attempt: 1,
      enqueuedId: 'note-1',
      data: { text: 'hello', list: [1, null] },
    });
    const [run] = await until('settled', async () => {
      const runs = await runsOf(page, 'sync-notes');
      return runs.length > 0 && runs;
    });
    expect(run).toMatchObject({ outcome: 'success', final: true, enqueuedId: 'note-1' });
    expect(await queued(page)).toEqual([]);
    await enqueue(page, 'a', { id: 'note-2' });
    const [next] = await scene.untilStarted('a');
    expect(next?.body).toMatchObject({ trigger: 'enqueue', data: null });
    await scene.browser.workers.dispatchSync(WORKER, TAG);
    await until('settled', async () => (await queued(page)).length === 0);
    expect([...ids(scene), ...ids(scene, 'a')]).toEqual(['note-1', 'note-2']);
  });
});

test('enqueued offline and closed: the browser itself wakes the worker when the network is back, and it runs the whole queue in order', async () => {
  await play({ flags: realSync(5) }, async (scene) => {
    const page = await scene.page();
    await register(page, 'a');
    await scene.workerIsThere();
    const giveBackNetwork = await goOffline(scene, page);
    const names = ['n1', 'n2', 'n3', 'n4', 'n5'];
    for (const id of names) await enqueue(page, 'sync-notes', { id, data: { id } });
    expect(await queued(page)).toEqual(names);
    expect((await page.evaluate(() => BackgroundTask.getEnqueuedAsync({ limit: 1, includeData: true })))[0]).toMatchObject({
      id: 'n1',
      blockedBy: ['network'],
      running: false,
      data: { id: 'n1' },
    });
    await page.close();
    expect(scene.started('sync-notes')).toHaveLength(0);
    await giveBackNetwork();
    const calls = await scene.untilStarted('sync-notes', 5, 30_000);
    expect(ids(scene)).toEqual(names);
    for (const { body } of calls)
      expect(body).toMatchObject({ trigger: 'sync', runtime: 'service-worker', data: { id: body['enqueuedId'] } });
    const later = await scene.page();
    await until('all are gone', async () => (await queued(later)).length === 0);
    expect((await runsOf(later, 'sync-notes')).map(({ outcome, final }) => [outcome, final])).toEqual(names.map(() => ['success', true]));
  });
}, 60_000);

test('closed in mid-flight: the worker finds the run lost, and its repeated sync event runs the item again', async () => {
  await play({ flags: realSync(32) }, async (scene) => {
    const page = await scene.page();
    scene.holdWork();
    await enqueue(page, 'sync-notes', { id: 'note-1', data: 'text' });
    await scene.untilStarted('sync-notes');
    await page.close();
    const closedAt = Date.now();
    scene.site.answer('/work', () => ({ result: 1 }));
    const [, second] = await scene.untilStarted('sync-notes', 2, 60_000);
    expect(second?.body).toMatchObject({ enqueuedId: 'note-1', data: 'text', attempt: 2, trigger: 'sync', runtime: 'service-worker' });
    expect((second?.at ?? 0) - closedAt).toBeGreaterThan(29_000);
    const later = await scene.page();
    await until('settled', async () => (await runsOf(later, 'sync-notes'))[0]?.outcome === 'success');
    expect((await runsOf(later, 'sync-notes')).map(({ outcome, final }) => [outcome, final])).toEqual([
      ['success', true],
      ['lost', false],
    ]);
  });
}, 90_000);

test('a second edit while the first is being sent: the first is not retried, the second is sent after it', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    const release = scene.holdWork();
    await enqueue(page, 'sync-notes', { id: 'note', data: 1 });
    await scene.untilStarted('sync-notes');
    expect(await enqueue(page, 'sync-notes', { id: 'note', data: 2 })).toMatchObject({ change: 'replaced' });
    expect(await enqueue(page, 'sync-notes', { id: 'note', data: 3 })).toMatchObject({ change: 'replaced' });
    expect(await enqueue(page, 'sync-notes', { id: 'note', data: 4, existing: 'keep' })).toMatchObject({ change: 'kept' });
    release({ result: 2 });
    await scene.untilStarted('sync-notes', 2);
    await until('nothing is left to do at once', async () => (await runsOf(page, 'sync-notes')).length === 2);
    expect(scene.started('sync-notes').map(({ body }) => body['data'])).toEqual([1, 3]);
    expect((await runsOf(page, 'sync-notes')).map(({ outcome, final }) => [outcome, final])).toEqual([
      ['failed', false],
      ['failed', true],
    ]);
  });
});

test('a page cancels what the worker runs: the signal says CANCELLED, nothing comes again', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await scene.page();
    scene.holdWork();
    await page.evaluate(() => BackgroundTask.enqueueTaskAsync('sync-notes', { id: 'note', initialDelay: 60 }));
    void page.evaluate(
      () => void BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'sync-notes', enqueuedId: 'note', runtime: 'headless' }),
    );
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'service-worker', trigger: 'test', test: true, enqueuedId: 'note' });
    await page.evaluate(() => BackgroundTask.cancelEnqueuedAsync('sync-notes', 'note'));
    const [aborted] = await scene.site.untilGot('/aborted', 1);
    expect(aborted?.body['code']).toBe('CANCELLED');
    expect(await queued(page)).toEqual([]);
    expect((await runsOf(page, 'sync-notes')).map(({ outcome, final }) => [outcome, final])).toEqual([['cancelled', true]]);
  });
});

test("a cancelled item's callback has returned before the next item of its task begins, in another page or in the same", async () => {
  const tasks = `
    import { BackgroundTask } from '@capgo/capacitor-background-task';
    const post = (path, body) => fetch(path, { method: 'POST', body: JSON.stringify(body) });
    BackgroundTask.defineTask('sync-notes', async ({ signal, enqueuedId }) => {
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
      await post('/step', { enqueuedId, does: 'begins' });
      if (enqueuedId !== 'first') return;
      await aborted;
      await post('/puts-away', {});
      await post('/step', { enqueuedId, does: 'returns' });
    });`;
  await play({ tasks }, async (scene) => {
    const [one, two] = [await scene.page(), await scene.page()];
    let answer: (value: unknown) => void = () => undefined;
    scene.site.answer('/puts-away', () => new Promise((resolve) => (answer = resolve)));
    await enqueue(one, 'sync-notes', { id: 'first' });
    await scene.site.untilGot('/step', 1);
    await two.evaluate(() => BackgroundTask.cancelEnqueuedAsync('sync-notes'));
    await enqueue(two, 'sync-notes', { id: 'second' });
    await scene.site.untilGot('/puts-away', 1);
    expect(await queued(one)).toEqual(['second']);
    answer({});
    const steps = await scene.site.untilGot('/step', 3);
    expect(steps.map(({ body }) => [body['enqueuedId'], body['does']])).toEqual([
      ['first', 'begins'],
      ['first', 'returns'],
      ['second', 'begins'],
    ]);
    await until('settled', async () => (await queued(two)).length === 0);
    expect((await runsOf(two, 'sync-notes')).map(({ outcome }) => outcome)).toEqual(['success', 'cancelled']);
  });
});

test('progress of a run in the worker is heard in every page, and its last value stands in the log', async () => {
  const tasks = `
    import { BackgroundTask } from '@capgo/capacitor-background-task';
    BackgroundTask.defineTask('sync-notes', async ({ setProgress }) => {
      for (let percent = 0; percent <= 100; percent += 1) {
        setProgress({ percent });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });`;
  await play({ tasks }, async (scene) => {
    const pages = [await scene.page(), await scene.page()];
    for (const page of pages) {
      await page.evaluate(async () => {
        const heard: unknown[] = [];
        Object.assign(globalThis, { heard });
        await BackgroundTask.addTaskProgressListener((event) => void heard.push(event));
      });
    }
    const [page] = pages;
    if (page === undefined) throw new Error('no page');
    await enqueue(page, 'sync-notes', { id: 'note', initialDelay: 60 });
    await page.evaluate(() =>
      BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'sync-notes', enqueuedId: 'note', runtime: 'headless' }),
    );
    const [run] = await runsOf(page, 'sync-notes');
    expect(run).toMatchObject({ progress: { percent: 100 }, runtime: 'service-worker', final: true });
    for (const one of pages) {
      const heard = await one.evaluate(
        () => (globalThis as unknown as { heard: { progress: { percent: number }; enqueuedId: string }[] }).heard,
      );
      expect(heard[0]).toMatchObject({ taskName: 'sync-notes', enqueuedId: 'note', progress: { percent: 0 } });
      // A second and a bit, at most four times a second.
      expect(heard.length).toBeGreaterThanOrEqual(3);
      expect(heard.length).toBeLessThanOrEqual(Math.ceil(((run?.settledAt ?? 0) - (run?.claimedAt ?? 0)) / 250) + 1);
    }
  });
});

test('logging out takes items, running and waiting', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    scene.holdWork();
    await enqueue(page, 'sync-notes', { id: 'a' });
    await enqueue(page, 'sync-notes', { id: 'b' });
    await scene.untilStarted('sync-notes');
    await page.evaluate(() => BackgroundTask.unregisterAllTasksAsync());
    expect((await scene.site.untilGot('/aborted', 1))[0]?.body['code']).toBe('CANCELLED');
    expect(await queued(page)).toEqual([]);
    expect(await page.evaluate(() => BackgroundTask.getTaskRunsAsync())).toEqual([]);
    expect(ids(scene)).toEqual(['a']);
  });
});

test('a first delay of 0 runs a registration at once, and a window is said to be closed', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'sync-notes', { initialDelay: 0 });
    const [call] = await scene.untilStarted('sync-notes');
    expect(call?.body).toMatchObject({ runtime: 'page', enqueuedId: null, data: null });
    const task = await page.evaluate(async () => {
      const now = new Date();
      const at = (hours: number): string => `${String((now.getHours() + hours) % 24).padStart(2, '0')}:00`;
      await BackgroundTask.registerTaskAsync('a', { initialDelay: 0, window: { from: at(3), to: at(5) } });
      return BackgroundTask.getTaskAsync('a');
    });
    expect(task?.blockedBy).toEqual(['window']);
    expect(new Date(task?.nextEligibleAt ?? 0).getMinutes()).toBe(0);
    expect((task?.nextEligibleAt ?? 0) - Date.now()).toBeGreaterThan(3_600_000);
    expect(scene.started('a')).toEqual([]);
  });
});
