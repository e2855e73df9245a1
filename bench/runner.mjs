// What the runner adds to a callback, and that its memory stays flat.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { inRoot } from '../scripts/setup/paths.mjs';
import { figure, report } from './figure.mjs';

const MEGABYTE = 1024 * 1024;
/** A run is a timer, three messages and a claim; an app's callback takes milliseconds. */
const LIMIT_MICROSECONDS = 250;

export async function measureRunner() {
  const file = inRoot('.cache', `bench-runner-${process.pid}.mjs`);
  const build = await rolldown({ input: inRoot('bench/runner-cost.ts'), platform: 'node' });
  try {
    await build.write({ file, format: 'es' });
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', file], { encoding: 'utf8', timeout: 5 * 60_000 });
    if (status !== 0) throw new Error(`bench/runner-cost.ts ended with ${status}: ${stderr}`);
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } finally {
    await build.close();
    rmSync(file, { force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { runs, settled, perRun, perCallback, heapGrowth } = await measureRunner();
  report([
    figure('runner, offer to finish', {
      value: perRun,
      unit: 'µs',
      limit: LIMIT_MICROSECONDS,
      base: perCallback,
      note: 'beside a bare `await callback()`',
    }),
    figure('runner, heap after 100,000 runs against 20,000', { value: heapGrowth / MEGABYTE, unit: 'MB', limit: 1 }),
    figure('runner, runs that did not settle as success', { value: runs - settled, unit: 'runs', limit: 0 }),
  ]);
}
