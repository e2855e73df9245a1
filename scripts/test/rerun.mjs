/**
 * Says how a suite runs one of its test files or classes alone: `nameIn` finds its name in a line about a failure, `command` returns the command for
 * it.
 *
 * @typedef {{ readonly nameIn: RegExp, readonly command: (name: string) => readonly string[] }} Alone
 */

/**
 * Returns the files that failed, each once; null when a failure names none, or when the suite did not end by failed tests.
 *
 * @param {{ state: string, failed: number, failures: readonly string[] }} result
 * @param {Alone} alone
 */
export function failedFiles({ state, failed, failures }, { nameIn }) {
  if (state !== 'red' || failures.length === 0 || failures.length < failed) return null;
  const names = failures.map((line) => nameIn.exec(line)?.[1] ?? null);
  return names.includes(null) ? null : [...new Set(names)];
}

/** Returns the suite's result after each failed file has run once more alone: green when all passed then, with the first failures named as unsteady. */
export function withSecondRuns(result, secondRuns) {
  if (!secondRuns.every((second) => second.state === 'green')) return result;
  const { passed, failed, failures } = result;
  return { ...result, state: 'green', passed: passed + failed, failed: 0, failures: [], reason: '', unsteady: failures };
}
