// npm test                    every suite once
// npm test -- unit cli        only these
// npm test -- --list          what there is
// npm test -- --long          also the long series (as npm run test:long); with CI=true those of kills run in any case
import { ensureDependencies } from './setup/dependencies.mjs';
import { runSuites, selectSuites } from './test/run-suites.mjs';
import { suites } from './test/suites.mjs';
import { printSummary } from './test/summary.mjs';

const args = process.argv.slice(2);
const long = args.includes('--long') || process.env.LONG === '1';

if (args.includes('--list')) {
  for (const suite of suites) console.log(`${suite.name.padEnd(10)} ${suite.about}`);
} else {
  try {
    const selected = selectSuites(
      suites,
      args.filter((arg) => !arg.startsWith('--')),
      long || process.env.CI === 'true',
    );
    ensureDependencies((text) => console.log(text));
    const results = await runSuites(selected, { long });
    process.exitCode = printSummary(results, { strict: process.env.CI === 'true', command: 'npm test --' }) ? 0 : 1;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
