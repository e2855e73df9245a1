// npm test                    every suite once
// npm test -- unit cli        only these
// npm test -- --list          what there is
// CI=true npm test            also the long series, as many as fit, drawn by the commit
// npm test -- --no-install    what is missing is said and not installed
// npm run test:soak           everything at full length; never in CI; the log is committed
import { ensureDependencies } from './setup/dependencies.mjs';
import { wantsInstallation } from './setup/install.mjs';
import { drawSeries, seedOfCommit } from './test/draw.mjs';
import { installMissingTools } from './test/missing-tools.mjs';
import { runSuites, selectSuites } from './test/run-suites.mjs';
import { followSoak } from './test/soak-log.mjs';
import { suites } from './test/suites.mjs';
import { printSummary } from './test/summary.mjs';

/** CI gives the long series of three platforms so many minutes. */
const SERIES_MINUTES = 8;

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const isCi = process.env.CI === 'true';

/** @returns {import('./test/run-suites.mjs').TestClass} */
function chooseClass() {
  if (!args.includes('--soak')) return { kind: isCi ? 'ci' : 'once', seed: seedOfCommit() };
  if (isCi) throw new Error('the soak takes hours and is not for CI: unset CI, or run npm test');
  return { kind: 'soak', seed: seedOfCommit() };
}

/** Returns the suites that run when the command line names none. */
function suitesOf({ kind, seed }) {
  if (kind !== 'ci' || names.length > 0) return selectSuites(suites, names, kind === 'soak');
  const series = suites.filter((suite) => suite.series && !suite.soakOnly);
  const drawn = drawSeries(series, { seed, minutes: SERIES_MINUTES });
  console.log(`long series of this commit (seed ${seed}): ${drawn.map((one) => one.name).join(', ')}; of ${series.length}`);
  return suites.filter((suite) => !suite.series || drawn.includes(suite));
}

if (args.includes('--list')) {
  for (const suite of suites) console.log(`${suite.name.padEnd(14)} ${suite.about}`);
} else {
  try {
    const testClass = chooseClass();
    const selected = suitesOf(testClass);
    ensureDependencies((text) => console.log(text));
    if (wantsInstallation(args)) await installMissingTools(selected, (text) => console.log(text));
    const log = testClass.kind === 'soak' ? followSoak() : null;
    const results = await runSuites(selected, testClass);
    process.exitCode = printSummary(results, { strict: testClass.kind !== 'once', command: 'npm test --' }) ? 0 : 1;
    log?.write();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
