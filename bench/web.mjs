// A closed page in real Chromium: from the browser's dispatch of `periodicsync` to the first line of the callback, the worker cold,
// beside a bare worker of the same size that does nothing.
import { Chromium } from '../test/drivers/chromium.ts';
import { Site } from '../test/drivers/site.ts';
import { until } from '../test/drivers/until.ts';
import { age } from '../test/e2e/page-calls.ts';
import { installApp, TAG, WORKER, WORKER_PATH } from '../test/e2e/app.ts';
import { figure, report } from './figure.mjs';

/* global BackgroundTask -- of the page */

const PAIRS = 50;
const WARM_UP = 5;
const LIMIT_RATIO = 1.5;
const LIMIT_MORE_MS = 8;
const BARE = 'bare/';
const KEEPER = 'keeper/';

const tasks = `
  import { BackgroundTask } from '@capgo/capacitor-background-task';
  BackgroundTask.defineTask('sync', () => {
    const at = performance.timeOrigin + performance.now();
    return fetch('/first-line', { method: 'POST', body: JSON.stringify({ at }) }).then(() => undefined);
  });
`;

/** The same text, parsed and never called, and one listener. */
const bareWorker = (text) => `
  addEventListener('install', () => skipWaiting());
  globalThis.unused = function () { ${text} };
  addEventListener('periodicsync', (event) => {
    const at = performance.timeOrigin + performance.now();
    event.waitUntil(fetch('/first-line', { method: 'POST', body: JSON.stringify({ at }) }));
  });
`;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function dispatched(site, browser, scope) {
  const before = site.got('/first-line').length;
  await browser.workers.stop(scope);
  const from = performance.timeOrigin + performance.now();
  await browser.workers.dispatchPeriodicSync(scope, TAG);
  const calls = await site.untilGot('/first-line', before + 1);
  return calls.at(-1).body.at - from;
}

const site = await Site.start();
await installApp(site, { tasks });
site.file('/bare-sw.js', bareWorker(await (await fetch(site.url(WORKER_PATH))).text()));
site.file('/keeper-sw.js', `addEventListener('install', () => skipWaiting());`);
const browser = await Chromium.launch({ mayPeriodicSync: [site.origin] });
try {
  const page = await browser.tab(site.url('/'));
  await page.evaluate(async () => {
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 1 });
    await navigator.serviceWorker.register('/bare-sw.js', { scope: '/bare/' });
    await navigator.serviceWorker.register('/keeper-sw.js', { scope: '/keeper/' });
  });
  for (const scope of [WORKER, BARE, KEEPER]) await browser.workers.find(scope);
  // No page from here on: what the bench does to the ledger it does from a third worker.
  const keeper = await browser.workers.attach('/keeper-sw.js');
  await page.close();
  const times = { task: [], bare: [] };
  for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
    for (const kind of pair % 2 === 0 ? ['task', 'bare'] : ['bare', 'task']) {
      if (kind === 'task') await age(keeper);
      const milliseconds = await dispatched(site, browser, kind === 'task' ? WORKER : BARE);
      if (pair >= 0) times[kind].push(milliseconds);
      if (kind === 'task') await until('the run has settled', () => keeper.evaluate(isIdle));
    }
  }
  const [task, bare] = [median(times.task), median(times.bare)];
  report([
    figure('dispatch of periodicsync to the first line of the callback, cold worker', {
      value: task,
      unit: 'ms',
      limit: Math.max(bare * LIMIT_RATIO, bare + LIMIT_MORE_MS),
      base: bare,
      note: `medians of ${PAIRS} pairs; ${(task - bare).toFixed(1)} ms more than a bare worker`,
    }),
  ]);
} finally {
  await browser.dispose();
  await site.stop();
}

async function isIdle() {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('capgo-background-task:/');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const counting = database.transaction('openRuns').objectStore('openRuns').count();
  const count = await new Promise((resolve) => (counting.onsuccess = () => resolve(counting.result)));
  database.close();
  return count === 0;
}
