// The ledger in real Chromium: three tabs that race for claims, and a wake among many tasks.
import { bundleHere } from '../test/web/ledger/bundle-suite.ts';
import { Chromium } from '../test/drivers/chromium.ts';
import { Site } from '../test/drivers/site.ts';
import { figure, report } from './figure.mjs';

/* global race, prepareRace, prepareWake, wake -- of the page */

const RUNS = 1000;
const TABS = 3;
const ROUNDS = 4;
const FEWEST_WON = 0.15;
const WAKES = 60;

/** A small seeded generator: each run of the bench races in the same orders. */
function shuffled(count, seed) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const order = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other], order[index]];
  }
  return order;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function raceOnce(tabs, kind, round) {
  const database = `race-${kind}-${round}`;
  await tabs[0].evaluate((name, count) => prepareRace(name, count), database, RUNS);
  const results = await Promise.all(
    tabs.map((tab, index) =>
      tab.evaluate((given) => race(given), {
        database,
        kind,
        runtimeId: `tab-${index}`,
        order: shuffled(RUNS, 1 + index + round * TABS),
        tabs: TABS,
      }),
    ),
  );
  const wins = results.flatMap((result) => result.won);
  return {
    doubles: wins.length - new Set(wins).size,
    unclaimed: RUNS - new Set(wins).size,
    fewest: Math.min(...results.map((result) => result.won.length)) / RUNS,
    perClaim: mean(results.map((result) => result.milliseconds)) / RUNS,
    transactions: mean(results.map((result) => result.transactions)) / RUNS,
  };
}

async function races(tabs) {
  const done = { bare: [], ledger: [] };
  await raceOnce(tabs, 'ledger', 'warm-up');
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of round % 2 === 0 ? ['bare', 'ledger'] : ['ledger', 'bare']) done[kind].push(await raceOnce(tabs, kind, round));
  }
  const bare = mean(done.bare.map((one) => one.perClaim));
  const claim = mean(done.ledger.map((one) => one.perClaim));
  const note = `${TABS} tabs, ${RUNS} runs, ${ROUNDS} rounds`;
  const worst = (key) => Math.max(...done.ledger.map((one) => one[key]));
  const lost = Math.min(...done.ledger.map((one) => one.fewest));
  return [
    figure('double claims', { value: worst('doubles'), unit: 'claims', limit: 0, note }),
    figure('runs that nobody could claim', { value: worst('unclaimed'), unit: 'runs', limit: 0, note }),
    figure('wins that the slowest tab lacks of 15 %', {
      value: Math.max(0, FEWEST_WON - lost) * 100,
      unit: '%',
      limit: 0,
      note: `its share: ${(lost * 100).toFixed(1)} %`,
    }),
    figure('transactions of a claim', { value: worst('transactions'), unit: 'transactions', limit: 1, note }),
    figure('a claim under the race, beside a bare get and put', { value: claim, unit: 'ms', limit: bare * 1.5, base: bare, note }),
  ];
}

async function wakes(tab) {
  const sizes = [5, 100];
  const times = new Map(sizes.map((size) => [size, []]));
  for (const size of sizes) await tab.evaluate((name, count) => prepareWake(name, count, 5), `wake-${size}`, size);
  for (let turn = -5; turn < WAKES; turn += 1) {
    for (const size of turn % 2 === 0 ? sizes : sizes.toReversed()) {
      const { milliseconds, claimed } = await tab.evaluate((name, count) => wake(name, count), `wake-${size}`, size);
      if (claimed !== 4) throw new Error(`a wake among ${size} tasks claimed ${claimed} runs instead of 4`);
      if (turn >= 0) times.get(size).push(milliseconds);
    }
  }
  const [few, many] = sizes.map((size) => median(times.get(size)));
  return [
    figure('a wake among 100 tasks of which 5 are due, beside one among 5', {
      value: many,
      unit: 'ms',
      limit: few * 2,
      base: few,
      note: `medians of ${WAKES}`,
    }),
  ];
}

const site = await Site.start();
site.file('/bench.html', '<!doctype html><meta charset="utf-8"><title>Bench</title><script src="/bench.js"></script>');
site.file('/bench.js', await bundleHere(`import * as bench from '../../../bench/ledger-page.mjs'; Object.assign(globalThis, bench);`));
const browser = await Chromium.launch();
try {
  const tabs = [];
  for (let index = 0; index < TABS; index += 1) tabs.push(await browser.tab(site.url('/bench.html')));
  report([...(await races(tabs)), ...(await wakes(tabs[0]))]);
} finally {
  await browser.dispose();
  await site.stop();
}
