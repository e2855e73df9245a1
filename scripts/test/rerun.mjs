/**
 * How a suite runs one of its test files or classes alone: the name of it in a line about a failure, and the command for such a name.
 *
 * @typedef {{ readonly nameIn: RegExp, readonly command: (name: string) => readonly string[] }} Alone
 */

/**
 * The files that failed, each once; null when a failure belongs to none, or the suite ended in another way than by failed tests.
 *
 * @param {{ state: string, failed: number, failures: readonly string[] }} result
 * @param {Alone} alone
 */
export function failedFiles({ state, failed, failures }, { nameIn }) {
  if (state !== 'red' || failures.length === 0 || failures.length < failed) return null;
  const names = failures.map((line) => nameIn.exec(line)?.[1] ?? null);
  return names.includes(null) ? null : [...new Set(names)];
}

/** What the suite's run means after each failed file has run once more by itself: it counts when all of them passed, and stays named as unsteady. */
export function withSecondRuns(result, secondRuns) {
  if (!secondRuns.every((second) => second.state === 'green')) return result;
  const { passed, failed, failures } = result;
  return { ...result, state: 'green', passed: passed + failed, failed: 0, failures: [], reason: '', unsteady: failures };
}
