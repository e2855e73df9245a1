// npm run check               every check once
// npm run check -- lint size  only these
// npm run check -- --list     what there is
import { ensureDependencies } from './setup/dependencies.mjs';
import { checks } from './checks/checks.mjs';
import { runSuites, selectSuites } from './test/run-suites.mjs';
import { printSummary } from './test/summary.mjs';

const args = process.argv.slice(2);

if (args.includes('--list')) {
  for (const check of checks) console.log(`${check.name.padEnd(10)} ${check.about}`);
} else {
  try {
    const selected = selectSuites(checks, args);
    ensureDependencies((text) => console.log(text));
    const results = await runSuites(selected);
    process.exitCode = printSummary(results, { strict: process.env.CI === 'true', command: 'npm run check --' }) ? 0 : 1;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
