import { runCommand } from '../setup/children.mjs';
import { NOT_RUN, judge } from './summary.mjs';

const MINUTE = 60_000;
/** The long series take this much more. */
const LONG_FACTOR = 6;

async function runSuite(suite, { position, built, long }) {
  console.log(`\n▶ ${position} ${suite.name}: ${suite.about}`);
  if (suite.needsBuild && !built) return judge(suite, { code: 1, lines: [], reason: 'the build failed' });
  const missing = suite.needs?.() ?? null;
  if (missing !== null) return judge(suite, { code: NOT_RUN, lines: [], reason: `it needs ${missing}` });
  const lines = [];
  const onLine = (line) => {
    lines.push(line);
    console.log(line);
  };
  const started = performance.now();
  const limitMs = suite.limitMinutes * MINUTE * (long ? LONG_FACTOR : 1);
  const code = await runCommand(suite.command, { env: long || suite.series ? { LONG: '1' } : {}, limitMs, onLine });
  return judge(suite, { code, lines, milliseconds: performance.now() - started });
}

/** Runs one after the other: two of them at once would disturb each other's clocks on a small machine. */
export async function runSuites(suites, { long = false } = {}) {
  const results = [];
  for (const [index, suite] of suites.entries()) {
    const built = results.every((result) => result.suite.name !== 'build' || result.state === 'green');
    results.push(await runSuite(suite, { position: `${index + 1}/${suites.length}`, built, long }));
  }
  return results;
}

/**
 * The entries named; when none is, all, the long series only where they are wanted; the build before those that need it.
 *
 * @template {{ readonly name: string, readonly needsBuild?: boolean, readonly series?: boolean }} Entry
 * @param {readonly Entry[]} all
 * @param {readonly string[]} names
 * @param {boolean} [withSeries]
 * @returns {readonly Entry[]}
 */
export function selectSuites(all, names, withSeries = false) {
  const unknown = names.filter((name) => !all.some((suite) => suite.name === name));
  if (unknown.length > 0)
    throw new Error(`nothing is named ${unknown.join(', ')}; there are: ${all.map((suite) => suite.name).join(', ')}`);
  if (names.length === 0) return all.filter((suite) => withSeries || !suite.series);
  const wanted = all.filter((suite) => names.includes(suite.name));
  const needsBuild = wanted.some((suite) => suite.needsBuild);
  return all.filter((suite) => wanted.includes(suite) || (needsBuild && suite.name === 'build'));
}
