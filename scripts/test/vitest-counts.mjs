/** Ends a vitest run with the line that `npm test` sums up. A skipped test shows nothing, so it is no green one. */
export default class Counts {
  #filtered = false;

  onInit(vitest) {
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed' || !this.#filtered) counts.failed += 1;
      }
    }
    if (counts.passed + counts.failed === 0) counts.failed = 1;
    if (counts.failed > 0) process.exitCode = 1;
    process.on('exit', () => console.log(`${counts.passed} passed, ${counts.failed} failed`));
  }
}
