/** Collects named checks of a script: each prints a line of its own, and `N passed, N failed` comes at the end. */
export function createChecks() {
  let passed = 0;
  let failed = 0;
  return {
    /** Takes what is wrong as `problem`, or nothing when the check passes. */
    check(title, problem) {
      if (problem) failed += 1;
      else passed += 1;
      console.log(problem ? `FAIL ${title}\n${problem}` : `ok   ${title}`);
    },
    add(counts) {
      passed += counts.passed;
      failed += counts.failed;
    },
    end() {
      console.log(`${passed} passed, ${failed} failed`);
      process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
    },
  };
}
