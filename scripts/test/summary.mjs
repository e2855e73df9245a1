/** A suite that lacks what it needs ends with this exit code. */
export const NOT_RUN = 77;
const COUNTS = /^(\d+) passed, (\d+) failed$/;
/** Matches the lines by which vitest's counts and the JVM rig (FAIL) and the Swift tests (the others) name a failure. */
const FAILURE = /^(?:FAIL |(?:failed|crashed|skipped): )/;
const FAILURES_SHOWN = 20;

/** Returns the result of a suite's run. It is never green unless something passed; a suite of a single check counts as one test. */
export function judge(suite, { code, lines, reason = '', milliseconds = 0 }) {
  const closing = lines.map((line) => COUNTS.exec(line.trim())).findLast((match) => match !== null);
  const counts = suite.single
    ? { passed: code === 0 ? 1 : 0, failed: 0 }
    : { passed: Number(closing?.[1] ?? 0), failed: Number(closing?.[2] ?? 0) };
  const failures = lines.filter((line) => FAILURE.test(line));
  const base = { suite, milliseconds, failures, ...counts };
  if (code === NOT_RUN) return { ...base, state: 'not run', passed: 0, failed: 0, reason: reason || 'its output above says what it needs' };
  if (counts.failed > 0) return { ...base, state: 'red', reason };
  if (code !== 0) return { ...base, state: 'red', failed: 1, reason: reason || `it ended with ${code}` };
  if (counts.passed === 0) return { ...base, state: 'red', failed: 1, reason: 'it ran no test' };
  return { ...base, state: 'green', reason };
}

/** Returns how many passed and failed over all results. If `strict` (on CI), a suite that was not run counts as a failure. */
export function totals(results, strict) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const notRun = results.filter((result) => result.state === 'not run');
  return { passed: sum('passed'), failed: sum('failed') + (strict ? notRun.length : 0) };
}

/** Prints the closing table. Returns true when nothing failed and something passed. */
export function printSummary(results, { strict, command }) {
  console.log('\nSummary');
  for (const { suite, state, passed, failed, milliseconds, reason } of results) {
    const figures = state === 'not run' ? 'not run' : `${passed} passed, ${failed} failed, ${(milliseconds / 1000).toFixed(0)} s`;
    console.log(`  ${suite.name.padEnd(10)} ${figures}${state !== 'not run' && reason ? `  (${reason})` : ''}`);
  }
  const notRun = results.filter((result) => result.state === 'not run');
  const red = results.filter((result) => result.state === 'red');
  if (notRun.length > 0) {
    console.log(`\nNot run${strict ? ', which is a failure on CI' : ''}:`);
    for (const { suite, reason } of notRun) console.log(`  ${suite.name}: ${reason}`);
  }
  if (red.length > 0) {
    console.log('\nFailed, and how to run it alone:');
    for (const { suite, failures } of red) {
      console.log(`  ${command} ${suite.name}`);
      for (const failure of failures.slice(0, FAILURES_SHOWN)) console.log(`    ${failure}`);
      if (failures.length > FAILURES_SHOWN) console.log(`    and ${failures.length - FAILURES_SHOWN} more`);
    }
  }
  const unsteady = results.filter((result) => (result.unsteady ?? []).length > 0);
  if (unsteady.length > 0) {
    console.log('\nUnsteady: failed, and passed when its file ran once more alone. A fault to be found:');
    for (const { suite, unsteady: failures } of unsteady) for (const failure of failures) console.log(`  ${suite.name}: ${failure}`);
  }
  const { passed, failed } = totals(results, strict);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}
