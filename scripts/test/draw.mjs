import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { root } from '../setup/paths.mjs';

/** Returns a number that follows from the commit, so that it is the same on every machine, for choosing series. Without git it is 1. */
export function seedOfCommit() {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? Number.parseInt(stdout.slice(0, 7), 16) : 1;
}

/**
 * Returns the series that run at every commit, and as many of the others as fit into the minutes, at least one. The seed decides their order, so that
 * over several commits each has its turn.
 *
 * @template {{ readonly name: string, readonly minutes?: number, readonly everyCommit?: boolean }} Series
 * @param {readonly Series[]} series
 * @param {{ seed: number, minutes: number }} budget
 * @returns {Series[]}
 */
export function drawSeries(series, { seed, minutes }) {
  const rank = (one) => createHash('sha256').update(`${seed} ${one.name}`).digest('hex');
  const drawn = [];
  let left = minutes;
  for (const one of series.filter((one) => !one.everyCommit).toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))) {
    const needed = one.minutes ?? 0;
    if (drawn.length > 0 && needed > left) continue;
    drawn.push(one);
    left -= needed;
  }
  return series.filter((one) => one.everyCommit || drawn.includes(one));
}
