import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { bundle } from '../drivers/bundle.ts';
import { Chromium } from '../drivers/chromium.ts';
import { Site } from '../drivers/site.ts';
import type { Tab } from '../drivers/tab.ts';
import { WORKER, TAG, WORKER_PATH } from './app.ts';
import { age, loggedOutcomes } from './page-calls.ts';

// The guide's code, word for word, in its order.
const DEFINE = `
const SYNC_TASK = 'sync-offline-data';
BackgroundTask.defineTask(SYNC_TASK, async () => {
  try {
    await fetch('https://api.example.com/sync', { method: 'POST' });
    return BackgroundTaskResult.Success;
  } catch {
    return BackgroundTaskResult.Failed;
  }
});
`;
const IMPORTS = `import { BackgroundTask, BackgroundTaskResult } from '@capgo/capacitor-background-task'\n`;
const REGISTER = `await BackgroundTask.registerTaskAsync(SYNC_TASK, { minimumInterval: 30, requiresNetwork: true });\n`;
const USE = `
const status = await BackgroundTask.getStatusAsync();
const isRegistered = await BackgroundTask.isTaskRegisteredAsync(SYNC_TASK);
const registeredTasks = await BackgroundTask.getRegisteredTasksAsync();
await BackgroundTask.triggerTaskWorkerForTestingAsync();   // calls every registered task immediately
await BackgroundTask.unregisterTaskAsync(SYNC_TASK);
`;
const EXPIRATION = `
const expiration = await BackgroundTask.addExpirationListener((event) => {
  console.warn('Background task expired', event.taskName, event.taskId);
});
await expiration.remove();
`;
const COMPAT = `
BackgroundTask.define(async () => { await fetch('https://api.example.com/sync', { method: 'POST' }); });
await BackgroundTask.schedule({ period: 1800 });   // seconds
`;

async function withGuide(source: string, play: (site: Site, browser: Chromium) => Promise<void>): Promise<void> {
  const site = await Site.start();
  const browser = await Chromium.launch({ mayPeriodicSync: [site.origin], flags: ['--host-resolver-rules=MAP api.example.com ~NOTFOUND'] });
  try {
    site.file('/', '<!doctype html><html lang="en"><title>guide</title><script type="module" src="/app.js"></script></html>');
    site.file('/blank.html', '<!doctype html><title>nothing here</title>');
    site.file('/app.js', await bundle('page', source, 'es'));
    const listen = `import { listen } from '@capgo/capacitor-background-task/service-worker'; listen();`;
    site.file(WORKER_PATH, await bundle('worker', IMPORTS + DEFINE + listen));
    await play(site, browser);
  } finally {
    await browser.dispose();
    await site.stop();
  }
}

/** Answers for api.example.com, and tells how often it was asked. */
async function serveExampleApi(tab: Tab): Promise<{ readonly posts: string[] }> {
  const seen = { posts: [] as string[] };
  tab.on('Fetch.requestPaused', ({ requestId, request }) => {
    const { method, url } = request as { method: string; url: string };
    seen.posts.push(`${method} ${url}`);
    void tab.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: 200,
      responseHeaders: [{ name: 'access-control-allow-origin', value: '*' }],
    });
  });
  await tab.send('Fetch.enable', { patterns: [{ urlPattern: 'https://api.example.com/*' }] });
  return seen;
}

test("the guide's code runs unchanged, pasted whole into an app's entry, imports once", async () => {
  const whole = `${IMPORTS}${DEFINE}${REGISTER}${USE}${EXPIRATION}${COMPAT}
    Object.assign(globalThis, { guide: { status, isRegistered, registeredTasks }, BackgroundTask });`;
  await withGuide(whole, async (site, browser) => {
    let api = { posts: [] as string[] };
    const page = await browser.tab(site.url('/'), async (tab) => void (api = await serveExampleApi(tab)));
    const guide = await until('the guide has run to its end', () => page.evaluate(() => (globalThis as { guide?: unknown }).guide));
    expect(guide).toEqual({ status: 2, isRegistered: true, registeredTasks: ['sync-offline-data'] });
    expect(api.posts).toEqual(['POST https://api.example.com/sync']);
    expect(await page.evaluate(() => BackgroundTask.isTaskRegisteredAsync('sync-offline-data'))).toBe(false);
    expect(await page.evaluate(() => BackgroundTask.statusAsync())).toEqual({ available: true });
    const [job] = await page.evaluate(async () =>
      Promise.all((await BackgroundTask.getRegisteredTasksAsync()).map((name) => BackgroundTask.getTaskAsync(name))),
    );
    expect(job?.options).toMatchObject({ minimumInterval: 30, requiresNetwork: false });
    expect(page.console.filter((line) => line.startsWith('uncaught') || line.startsWith('error'))).toEqual([]);
  });
});

test("the guide's task runs with the page closed", async () => {
  await withGuide(`${IMPORTS}${DEFINE}${REGISTER}Object.assign(globalThis, { guide: true, BackgroundTask });`, async (site, browser) => {
    const page = await browser.tab(site.url('/'));
    await until('registered', () => page.evaluate(() => (globalThis as { guide?: unknown }).guide));
    await browser.workers.find(WORKER);
    await age(page);
    await page.close();
    await browser.workers.dispatchPeriodicSync(WORKER, TAG);
    // A page that has the callback would take the run from the worker.
    const blank = await browser.tab(site.url('/blank.html'));
    await until('the worker has run the task', async () => (await loggedOutcomes(blank)).length > 0);
    const later = await browser.tab(site.url('/'), async (tab) => void (await serveExampleApi(tab)));
    const [run] = await until('a settled run', async () => {
      const runs = await later.evaluate(() => globalThis.BackgroundTask?.getTaskRunsAsync());
      return runs !== undefined && runs.length > 0 && runs;
    });
    // No such host from here: the callback says Failed, as written.
    expect(run).toMatchObject({ taskName: 'sync-offline-data', runtime: 'service-worker', trigger: 'periodic-sync', outcome: 'failed' });
  });
});
