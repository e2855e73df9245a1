// Items in real Chromium: from enqueueing to the first line of the callback, beside a registered task's trigger; and what a long queue costs.
import { bundleHere } from '../test/web/ledger/bundle-suite.ts';
import { Chromium } from '../test/drivers/chromium.ts';
import { Site } from '../test/drivers/site.ts';
import { installApp, WORKER } from '../test/e2e/app.ts';
import { figure, report } from './figure.mjs';

/* global BackgroundTask, fillQueue, firstLine, openOne, start -- of the page */

const PAIRS = 60;
const WARM_UP = 5;
const SIZES = [10, 1000];
const LIMIT_RATIO = 2;

const tasks = `
  import { BackgroundTask } from '@capgo/capacitor-background-task';
  let told = () => undefined;
  globalThis.firstLine = () => new Promise((resolve) => (told = resolve));
  BackgroundTask.defineTask('sync', () => told(performance.now()));
  BackgroundTask.defineTask('send', () => told(performance.now()));
`;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Takes each kind in turn, so that both see the same machine. */
async function pairs(kinds, measure) {
  const times = new Map(kinds.map((kind) => [kind, []]));
  for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
    for (const kind of pair % 2 === 0 ? kinds : kinds.toReversed()) {
      const milliseconds = await measure(kind);
      if (pair >= 0) times.get(kind).push(milliseconds);
    }
  }
  return kinds.map((kind) => median(times.get(kind)));
}

async function toFirstLine(page) {
  const [task, item] = await pairs(['task', 'item'], (kind) =>
    page.evaluate(async (which) => {
      const line = firstLine();
      const started = performance.now();
      const done =
        which === 'task'
          ? BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'sync' })
          : BackgroundTask.enqueueTaskAsync('send', { id: 'note', data: { text: 'hello' }, requiresNetwork: false });
      const milliseconds = (await line) - started;
      await done;
      while ((await BackgroundTask.getPendingTaskRunsAsync()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      return milliseconds;
    }, kind),
  );
  return figure('enqueueTaskAsync to the first line of the callback in a visible page, beside the trigger of a registered task', {
    value: item,
    unit: 'ms',
    limit: task * LIMIT_RATIO,
    base: task,
    note: `medians of ${PAIRS} pairs`,
  });
}

async function longQueue(page) {
  const bytes = [];
  for (const size of SIZES) bytes.push(await page.evaluate((name, count) => fillQueue(name, count), `queue-${size}`, size));
  const [few, many] = await pairs(SIZES, (size) => page.evaluate((name) => openOne(name), `queue-${size}`));
  const [fewStart, manyStart] = await pairs(SIZES, (size) => page.evaluate((name) => start(name), `queue-${size}`));
  const note = `medians of ${PAIRS} pairs`;
  return [
    figure('opening one of 1,000 items of 8 kB, beside one of 10', { value: many, unit: 'ms', limit: few * LIMIT_RATIO, base: few, note }),
    figure('a look into a queue of 1,000 items at the start of a page, beside one of 10', {
      value: manyStart,
      unit: 'ms',
      limit: fewStart * LIMIT_RATIO,
      base: fewStart,
      note,
    }),
    figure('what the browser counts for 1,000 items of 8 kB', { value: bytes[1] / 1e6, unit: 'MB', limit: 24, note: '8 MB are data' }),
  ];
}

const site = await Site.start();
await installApp(site, { tasks });
site.file('/bench.html', '<!doctype html><meta charset="utf-8"><title>Bench</title><script src="/bench.js"></script>');
site.file('/bench.js', await bundleHere(`import * as bench from '../../../bench/items-page.mjs'; Object.assign(globalThis, bench);`));
const browser = await Chromium.launch({ mayPeriodicSync: [site.origin] });
try {
  const page = await browser.tab(site.url('/'));
  await page.evaluate(() => BackgroundTask.registerTaskAsync('sync', { minimumInterval: 720 }));
  await browser.workers.find(WORKER);
  const first = await toFirstLine(page);
  await page.close();
  report([first, ...(await longQueue(await browser.tab(site.url('/bench.html'))))]);
} finally {
  await browser.dispose();
  await site.stop();
}
