// npm run bench               every figure, with its limit
// npm run bench -- size       only these
import { ensureDependencies } from './setup/dependencies.mjs';
import { runSuites, selectSuites } from './test/run-suites.mjs';
import { benches } from './test/benches.mjs';
import { printSummary } from './test/summary.mjs';

try {
  const selected = selectSuites(benches, process.argv.slice(2));
  ensureDependencies((text) => console.log(text));
  const results = await runSuites(selected);
  process.exitCode = printSummary(results, { strict: process.env.CI === 'true', command: 'npm run bench --' }) ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
