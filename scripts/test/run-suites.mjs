import { runCommand } from '../setup/children.mjs';
import { failedFiles, withSecondRuns } from './rerun.mjs';
import { NOT_RUN, judge } from './summary.mjs';

const MINUTE = 60_000;
/** The soak gives each suite this many times its usual time limit. */
const SOAK_FACTOR = 12;
/** The soak plays this many seeds of each model in each language. */
const SOAK_SEEDS = '50000';
/** In CI each model plays seeds from the commit's number on, until it has used up this time or this number of seeds. */
const CI_MODEL = { MODEL_SECONDS: '80', MODEL_SEEDS: '30000' };

/**
 * Says which of the three classes of tests runs, and the number from which series are drawn.
 *
 * @typedef {{ kind: 'once' | 'ci' | 'soak', seed: number }} TestClass
 */

/** @returns {Record<string, string>} */
function environmentFor(suite, { kind, seed }) {
  const isLong = kind === 'soak' || suite.series === true;
  return {
    ...(isLong ? { LONG: '1' } : {}),
    ...(kind === 'soak' ? { MODEL_SEEDS: SOAK_SEEDS } : {}),
    ...(kind === 'ci' ? { SEED: String(seed), MODEL_FIRST: String(seed), ...CI_MODEL } : {}),
  };
}

async function runOnce(suite, command, testClass) {
  const lines = [];
  const onLine = (line) => {
    lines.push(line);
    console.log(line);
  };
  const started = performance.now();
  const limitMs = suite.limitMinutes * MINUTE * (testClass.kind === 'soak' ? SOAK_FACTOR : 1);
  const code = await runCommand(command, { env: environmentFor(suite, testClass), limitMs, onLine });
  return judge(suite, { code, lines, milliseconds: performance.now() - started });
}

async function runSuite(suite, { position, built, testClass }) {
  console.log(`\n▶ ${position} ${suite.name}: ${suite.about}`);
  if (suite.needsBuild && !built) return judge(suite, { code: 1, lines: [], reason: 'the build failed' });
  const missing = suite.needs?.() ?? null;
  if (missing !== null) return judge(suite, { code: NOT_RUN, lines: [], reason: `it needs ${missing}` });
  const result = await runOnce(suite, suite.command, testClass);
  const files = testClass.kind === 'ci' && suite.alone ? failedFiles(result, suite.alone) : null;
  if (files === null) return result;
  const secondRuns = [];
  for (const file of files) {
    console.log(`\n▶ ${suite.name}, once more alone: ${file}`);
    secondRuns.push(await runOnce(suite, suite.alone.command(file), testClass));
  }
  return withSecondRuns(result, secondRuns);
}

/**
 * Runs the suites one after the other, because two at once would disturb each other's clocks on a small machine.
 *
 * @param {readonly any[]} suites
 * @param {TestClass} [testClass]
 */
export async function runSuites(suites, testClass = { kind: 'once', seed: 1 }) {
  const results = [];
  for (const [index, suite] of suites.entries()) {
    const built = results.every((result) => result.suite.name !== 'build' || result.state === 'green');
    results.push(await runSuite(suite, { position: `${index + 1}/${suites.length}`, built, testClass }));
  }
  return results;
}

/**
 * Returns the named entries, or all when none is named, but the long series only if `withSeries`. The build comes before those that need it.
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
