// Runs with forced collection (bench/runner.mjs): what one run costs from the offer to the finish, and what is left of it.
import { TASK_OPTIONS } from '../test/support/task-options.js';
import { browserClock } from '../src/web/shared/clock.js';
import { BackgroundTaskResult } from '../src/definitions.js';
import { createDefinitions } from '../src/runner/definitions.js';
import { createRunner } from '../src/runner/runner.js';
import { MemoryPlatform } from '../test/api/memory-platform.js';

const WARM_RUNS = 20_000;
const RUNS = 100_000;

declare const gc: () => void;

const callback = async (): Promise<BackgroundTaskResult> => BackgroundTaskResult.Success;

function heapBytes(): number {
  for (let pass = 0; pass < 3; pass++) gc();
  return process.memoryUsage().heapUsed;
}

async function microsecondsEach(count: number, one: () => unknown): Promise<number> {
  const started = performance.now();
  for (let run = 0; run < count; run++) await one();
  return ((performance.now() - started) * 1000) / count;
}

const platform = new MemoryPlatform(() => browserClock.now());
const definitions = createDefinitions();
const runner = createRunner({
  platform,
  runtime: 'page',
  runtimeId: 'bench',
  definitions,
  clock: browserClock,
  log: { warn: (message) => console.error(message) },
  production: true,
});
definitions.define({ name: 'sync', callback, runtimes: null });
await platform.registerTask({ name: 'sync', options: TASK_OPTIONS });
let settled = 0;
await platform.addListener('settled', (run) => {
  if (run.outcome === 'success') settled++;
});
let offered = Promise.resolve();
await platform.addListener('run', (run) => {
  offered = runner.offer(run);
});
const oneRun = (): Promise<void> => {
  platform.wake('sync', 'timer');
  return offered;
};

await microsecondsEach(WARM_RUNS, oneRun);
await microsecondsEach(WARM_RUNS, callback);
const heapBefore = heapBytes();
const perRun = await microsecondsEach(RUNS - WARM_RUNS, oneRun);
const heapGrowth = heapBytes() - heapBefore;
const perCallback = await microsecondsEach(RUNS - WARM_RUNS, callback);
console.log(JSON.stringify({ runs: RUNS, settled, perRun, perCallback, heapGrowth }));
