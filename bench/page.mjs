// What a visible page of real Chromium pays for runs and for questions, beside bare transactions of the same page in the same run.
import { Chromium } from '../test/drivers/chromium.ts';
import { Site } from '../test/drivers/site.ts';
import { installApp, WORKER } from '../test/e2e/app.ts';
import { figure, report } from './figure.mjs';

/* global BackgroundTask, bare -- of the page */

const TASKS = 100;
const PAIRS = 30;
const WARM_UP = 5;
const LIMIT_RATIO = 2;
const LIMIT_READS = 4;
/** A status reads three tables and asks the browser for the worker's tags. */
const LIMIT_READS_OF_STATUS = 5;

const tasks = `
  import { BackgroundTask } from '@capgo/capacitor-background-task';
  BackgroundTask.defineTask('sync', () => undefined);
  for (let index = 0; index < ${TASKS}; index += 1) BackgroundTask.defineTask('task-' + index, () => undefined);
`;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Takes each kind in turn, so that all see the same machine. */
async function inTurn(kinds, count, measure) {
  const times = new Map(kinds.map((kind) => [kind, []]));
  for (let turn = -WARM_UP; turn < count; turn += 1) {
    for (const kind of turn % 2 === 0 ? kinds : kinds.toReversed()) {
      const milliseconds = await measure(kind);
      if (turn >= 0) times.get(kind).push(milliseconds);
    }
  }
  return kinds.map((kind) => median(times.get(kind)));
}

/** Runs in the page: a database of one record, and the least that a run and a read cost there. */
async function prepareBare() {
  const asPromise = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const opening = indexedDB.open('bare');
  opening.onupgradeneeded = () => opening.result.createObjectStore('records', { keyPath: 'name' });
  const database = await asPromise(opening);
  const begin = (mode) => database.transaction('records', mode, { durability: 'relaxed' });
  const step = async (change) => {
    const transaction = begin('readwrite');
    const done = new Promise((resolve) => (transaction.oncomplete = resolve));
    const store = transaction.objectStore('records');
    store.put({ ...(await asPromise(store.get('sync'))), name: 'sync', ...change });
    await done;
  };
  globalThis.bare = {
    /** Open, claim, finish: a get and a put each. */
    async run() {
      await step({ claim: null, openedAt: Date.now(), runs: Array.from({ length: 10 }, () => 'of a run') });
      await step({ claim: { token: crypto.randomUUID(), claimedAt: Date.now() } });
      await step({ claim: null, settledAt: Date.now(), outcome: 'success' });
    },
    async read() {
      const transaction = begin('readonly');
      const done = new Promise((resolve) => (transaction.oncomplete = resolve));
      await asPromise(transaction.objectStore('records').get('sync'));
      await done;
    },
  };
}

/** Runs in the page: how long one of these takes, in milliseconds. */
async function timed(kind) {
  const work = {
    run: () => BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'sync' }),
    'bare run': () => bare.run(),
    'all runs': () => BackgroundTask.triggerTaskWorkerForTestingAsync(),
    async 'all bare runs'() {
      for (let index = 0; index < 100; index += 1) await bare.run();
    },
    tasks: () => BackgroundTask.getRegisteredTasksAsync(),
    status: () => BackgroundTask.getStatusAsync(),
    'bare read': () => bare.read(),
  }[kind];
  // The clock of a page counts in tenths of a millisecond.
  const times = kind.startsWith('all') ? 1 : 10;
  const started = performance.now();
  for (let time = 0; time < times; time += 1) await work();
  return (performance.now() - started) / times;
}

const site = await Site.start();
await installApp(site, { tasks });
const browser = await Chromium.launch({ mayPeriodicSync: [site.origin] });
try {
  const page = await browser.tab(site.url('/'));
  await page.evaluate(prepareBare);
  await page.evaluate(() => BackgroundTask.registerTaskAsync('sync', { minimumInterval: 720 }));
  await browser.workers.find(WORKER);
  const measure = (kind) => page.evaluate(timed, kind);
  const [run, bareRun] = await inTurn(['run', 'bare run'], PAIRS, measure);
  await page.evaluate(async (count) => {
    await BackgroundTask.unregisterTaskAsync('sync');
    for (let index = 0; index < count; index += 1) await BackgroundTask.registerTaskAsync(`task-${index}`, { minimumInterval: 720 });
  }, TASKS);
  const [all, allBare] = await inTurn(['all runs', 'all bare runs'], 6, measure);
  const [names, status, read] = await inTurn(['tasks', 'status', 'bare read'], PAIRS, measure);
  const note = `medians of ${PAIRS} times 10`;
  report([
    figure('a run in a visible page, beside three bare transactions', {
      value: run,
      unit: 'ms',
      limit: bareRun * LIMIT_RATIO,
      base: bareRun,
      note,
    }),
    figure(`each of ${TASKS} runs triggered at once, beside three bare transactions`, {
      value: all / TASKS,
      unit: 'ms',
      limit: (allBare / TASKS) * LIMIT_RATIO,
      base: allBare / TASKS,
      note: 'medians of 6 times 100',
    }),
    figure(`getRegisteredTasksAsync with ${TASKS} tasks, beside a bare read`, {
      value: names,
      unit: 'ms',
      limit: read * LIMIT_READS,
      base: read,
      note,
    }),
    figure(`getStatusAsync with ${TASKS} tasks, beside a bare read`, {
      value: status,
      unit: 'ms',
      limit: read * LIMIT_READS_OF_STATUS,
      base: read,
      note,
    }),
  ]);
} finally {
  await browser.dispose();
  await site.stop();
}
