const firstLine = (error) => String(error?.message ?? error ?? '').split('\n', 1)[0];

/**
 * Ends a vitest run with a `FAIL` line for each failure and the line that `npm test` sums up. A skipped test shows nothing, so it is no
 * green one.
 */
export default class Counts {
  #filtered = false;

  onInit(vitest) {
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0 };
    const failures = [];
    const fail = (where, error) => {
      counts.failed += 1;
      failures.push(`FAIL ${where}: ${firstLine(error)}`);
    };
    for (const error of unhandledErrors) fail('outside of any test', error);
    for (const module of modules) {
      for (const error of module.errors().slice(0, 1)) fail(module.relativeModuleId, error);
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed' || !this.#filtered) fail(`${module.relativeModuleId} > ${test.fullName}`, errors?.[0] ?? state);
      }
    }
    if (counts.passed + counts.failed === 0) counts.failed = 1;
    if (counts.failed > 0) process.exitCode = 1;
    process.on('exit', () => console.log([...failures, `${counts.passed} passed, ${counts.failed} failed`].join('\n')));
  }
}
