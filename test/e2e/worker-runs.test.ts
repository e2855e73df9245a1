import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { age, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';

test('a callback in the worker that does not end is cut at its limit: signal, grace, and the truth in the log [W10]', async () => {
  await play({}, async (scene) => {
    const page = await scene.page();
    await register(page, 'stubborn', { timeLimit: 1 });
    await register(page, 'sync-notes', { timeLimit: 1 });
    await scene.workerIsThere();
    await age(page);
    await page.close();
    scene.holdWork();
    await scene.periodicSync();
    const aborted = await scene.site.untilGot('/aborted', 2);
    expect(aborted.map(({ body }) => body['code'])).toEqual(['EXPIRED', 'EXPIRED']);
    const later = await scene.page();
    const cut = await until('both settled', async () => {
      const runs = [...(await runsOf(later, 'stubborn')), ...(await runsOf(later, 'sync-notes'))];
      return runs.length === 2 && runs;
    });
    for (const run of cut) {
      expect(run).toMatchObject({ outcome: 'expired', runtime: 'service-worker', error: { code: 'EXPIRED' } });
      expect((run.settledAt ?? 0) - (run.claimedAt ?? 0)).toBeGreaterThanOrEqual(1000);
      expect((run.settledAt ?? 0) - (run.claimedAt ?? 0)).toBeLessThan(4500);
    }
  });
});

test('one wake of a closed page runs everything that is due, four at a time [J04] [J05]', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `task-${index}`);
  const tasks = `
    import { BackgroundTask } from '@capgo/capacitor-background-task';
    for (const name of ${JSON.stringify(names)}) {
      BackgroundTask.defineTask(name, async ({ taskName }) => {
        await fetch('/work', { method: 'POST', body: JSON.stringify({ taskName }) });
      });
    }`;
  await play({ tasks }, async (scene) => {
    let running = 0;
    let most = 0;
    scene.site.answer('/work', async () => {
      most = Math.max(most, ++running);
      await until('others have come, or none will', () => running === 4 || scene.site.got('/work').length === names.length, 1000).catch(
        () => undefined,
      );
      running -= 1;
    });
    const page = await scene.page();
    for (const name of names) await register(page, name);
    await scene.workerIsThere();
    await age(page);
    await page.close();
    await scene.periodicSync();
    for (const name of names) await scene.untilStarted(name);
    expect(most).toBe(4);
    for (const name of names) expect(scene.started(name)).toHaveLength(1);
  });
});

test("a callback in the worker has the browser's own fetch and storage: GET, POST, headers, abort, IndexedDB, caches [J07] [J08]", async () => {
  const tasks = `
    import { BackgroundTask } from '@capgo/capacitor-background-task';
    BackgroundTask.defineTask('sync-notes', async () => {
      const got = await (await fetch('/thing.json', { headers: { 'x-probe': 'yes' } })).json();
      const posted = await (await fetch('/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: 'grüezi' }) })).json();
      const controller = new AbortController();
      const aborted = fetch('/never', { method: 'POST', signal: controller.signal }).then(() => 'answered', (error) => error.name);
      controller.abort();
      const cache = await caches.open('from-a-task');
      await cache.put('/cached', new Response('kept'));
      const databases = (await indexedDB.databases()).map((one) => one.name);
      await fetch('/told', { method: 'POST', body: JSON.stringify({ got, posted, aborted: await aborted, databases }) });
    });`;
  await play({ tasks }, async (scene) => {
    scene.site.file('/thing.json', '{"a":1}');
    scene.site.answer('/echo', ({ body }) => body);
    scene.site.answer('/never', () => new Promise(() => undefined));
    const page = await scene.page();
    await register(page, 'sync-notes');
    await scene.workerIsThere();
    await age(page);
    await page.close();
    await scene.periodicSync();
    const [told] = await scene.site.untilGot('/told', 1);
    expect(told?.body).toMatchObject({
      got: { a: 1 },
      posted: { text: 'grüezi' },
      aborted: 'AbortError',
      databases: ['capgo-background-task:/'],
    });
    const later = await scene.page();
    expect(await later.evaluate(async () => (await (await caches.open('from-a-task')).match('/cached'))?.text())).toBe('kept');
  });
});

test('a callback that fails in the worker is failed in the log, with its message [W08] [J08]', async () => {
  await play({}, async (scene) => {
    scene.site.answer('/work', ({ body }) => (body['taskName'] === 'a' ? { error: 'the server said no' } : { result: 2 }));
    const page = await scene.page();
    await register(page, 'a');
    await register(page, 'b');
    await scene.workerIsThere();
    await age(page);
    await page.close();
    await scene.periodicSync();
    await scene.untilStarted('a');
    await scene.untilStarted('b');
    const later = await scene.page();
    const runs = await until('both settled', async () => {
      const settled = [...(await runsOf(later, 'a')), ...(await runsOf(later, 'b'))];
      return settled.length === 2 && settled;
    });
    expect(runs[0]).toMatchObject({ outcome: 'failed', error: { code: 'Error', message: 'the server said no' } });
    expect(runs[1]).toMatchObject({ outcome: 'failed' });
    expect(runs[1]?.error?.message).not.toBe('');
  });
});
