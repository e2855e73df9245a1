// The virtual device and the forecast, as a test and a command use them. Needs dist/.
import { BackgroundTask } from '../dist/esm/index.js';
import { createVirtualDevice, forecast, forecastFleet } from '../dist/esm/testing/index.js';
import { figure, report } from './figure.mjs';

const ROUNDS = 9;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function timed(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** A week of so many tasks of 12 hours on a closed phone. */
async function week(count) {
  const device = createVirtualDevice({ platform: 'android' });
  device.install();
  const names = Array.from({ length: count }, (_, index) => `task-${index}`);
  let runs = 0;
  for (const name of names) BackgroundTask.defineTask(name, () => void runs++);
  for (const name of names) await BackgroundTask.registerTaskAsync(name, { minimumInterval: 720 });
  device.app.close();
  const milliseconds = await timed(() => device.advance({ days: 7 }));
  if (runs !== count * 14) throw new Error(`${runs} runs of ${count} tasks`);
  await BackgroundTask.unregisterAllTasksAsync();
  device.uninstall();
  return milliseconds;
}

const small = [];
const large = [];
const single = [];
const one = [{ name: 'sync', options: { minimumInterval: 720 } }];
for (let round = -2; round < ROUNDS; round++) {
  const [ten, hundred] = [await week(10), await week(100)];
  const forecasts = await timed(() => Array.from({ length: 50 }, () => forecast(one, { seeds: 1 })));
  if (round < 0) continue;
  small.push(ten);
  large.push(hundred);
  single.push(forecasts / 50);
}
const note = `medians of ${ROUNDS} rounds`;
const often = [{ name: 'sync', options: { minimumInterval: 30, maximumRetries: 3 } }];
report([
  figure('virtual device: a week of 10 tasks of 12 h', { value: median(small), unit: 'ms', limit: 50, note }),
  figure('virtual device: a week of 100 tasks of 12 h', {
    value: median(large),
    unit: 'ms',
    base: median(small),
    limit: 12 * median(small),
    note,
  }),
  figure('forecast: a week of one task on one device', { value: median(single), unit: 'ms', limit: 1, note }),
  figure('forecast: a week on 200 devices', { value: await timed(() => forecast(often)), unit: 'ms', limit: 3000 }),
  figure('forecast: a fleet of 100,000, 2000 simulated twice', {
    value: await timed(() => forecastFleet(often)),
    unit: 'ms',
    limit: 60_000,
  }),
]);
