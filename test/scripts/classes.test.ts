import { afterEach, expect, test, vi } from 'vitest';
import { drawSeries } from '../../scripts/test/draw.mjs';
import { failedFiles } from '../../scripts/test/rerun.mjs';
import { runSuites } from '../../scripts/test/run-suites.mjs';
import { suites } from '../../scripts/test/suites.mjs';
import { printSummary } from '../../scripts/test/summary.mjs';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const CI = { kind: 'ci', seed: 1 } as const;
const script = (code: string): string[] => ['node', '-e', code];
const failing = `console.log('FAIL test/e2e/a.test.ts > waits: not within 20 s'); console.log('4 passed, 1 failed'); process.exit(1)`;
const suiteWith = (alone: string) => ({
  name: 'e2e',
  about: 'browsers',
  command: script(failing),
  limitMinutes: 1,
  alone: { nameIn: /^FAIL (\S+\.test\.ts)/, command: (file: string) => script(alone.replace('FILE', file)) },
});

test('in CI a test file that failed and then passes alone leaves the run green, and is named in the last lines', async () => {
  const printed = vi.spyOn(console, 'log').mockReturnValue(undefined);
  const results = await runSuites([suiteWith(`console.log('alone: FILE'); console.log('1 passed, 0 failed')`)], CI);
  expect(results).toMatchObject([{ state: 'green', passed: 5, failed: 0 }]);
  expect(printed.mock.calls.flat()).toContain('alone: test/e2e/a.test.ts');
  expect(printSummary(results, { strict: true, command: 'npm test --' })).toBe(true);
  const last = printed.mock.calls.flat().slice(-3).map(String);
  expect(last[0]).toContain('Unsteady');
  expect(last[1]).toBe('  e2e: FAIL test/e2e/a.test.ts > waits: not within 20 s');
  expect(last[2]).toBe('\n5 passed, 0 failed');
});

test('in CI a test file that fails again alone leaves the run red', async () => {
  vi.spyOn(console, 'log').mockReturnValue(undefined);
  expect(await runSuites([suiteWith(failing)], CI)).toMatchObject([{ state: 'red', passed: 4, failed: 1 }]);
});

test('elsewhere nothing runs twice', async () => {
  const printed = vi.spyOn(console, 'log').mockReturnValue(undefined);
  expect(await runSuites([suiteWith(`console.log('1 passed, 0 failed')`)])).toMatchObject([{ state: 'red' }]);
  expect(printed.mock.calls.flat().join()).not.toContain('once more alone');
});

test('a suite that ended without naming each of its failures is not run again', () => {
  const alone = { nameIn: /^FAIL (\S+\.test\.ts)/, command: () => [] };
  expect(failedFiles({ state: 'red', failed: 1, failures: [] }, alone)).toBeNull();
  expect(failedFiles({ state: 'red', failed: 2, failures: ['FAIL a.test.ts > b'] }, alone)).toBeNull();
  expect(failedFiles({ state: 'red', failed: 1, failures: ['FAIL outside of any test: gone'] }, alone)).toBeNull();
  expect(failedFiles({ state: 'red', failed: 2, failures: ['FAIL a.test.ts > b', 'FAIL a.test.ts > c'] }, alone)).toEqual(['a.test.ts']);
});

test.each([
  ['e2e', 'FAIL test/e2e/death.test.ts > a run: it is not', 'test/e2e/death.test.ts'],
  ['android', 'FAIL fP03_x(app.capgo.backgroundtask.headless.DeathTest)', 'DeathTest'],
  ['android', 'FAIL app.capgo.backgroundtask.headless.DeathTest (3 tests, 40 ms)', 'DeathTest'],
  ['ios', 'failed: Engine.KillTests.testIt', 'KillTests'],
  ['ios', 'failed: KillTests.testIt', 'KillTests'],
])('the suite %s finds in %j what to run alone', (name, line, file) => {
  const alone = suites.find((suite) => suite.name === name)?.alone;
  expect(alone && failedFiles({ state: 'red', failed: 1, failures: [line] }, alone)).toEqual([file]);
});

test.each([
  ['in CI the models play seeds from the number of the commit on, for 80 seconds', { kind: 'ci', seed: 77 }, '77 80 30000'],
  ['in the soak they play 50,000 from the first on, without a limit of time', { kind: 'soak', seed: 77 }, '- - 50000'],
  ['elsewhere they play what they play by themselves', { kind: 'once', seed: 77 }, '- - -'],
] as const)('%s', async (_, testClass, expected) => {
  for (const name of ['MODEL_FIRST', 'MODEL_SECONDS', 'MODEL_SEEDS']) vi.stubEnv(name, undefined);
  const printed = vi.spyOn(console, 'log').mockReturnValue(undefined);
  const suite = { name: 'model', about: 'models', limitMinutes: 1, command: script(`const { MODEL_FIRST: a = '-', MODEL_SECONDS: b = '-', MODEL_SEEDS: c = '-' } = process.env; console.log(a, b, c); console.log('1 passed, 0 failed')`) }; // prettier-ignore
  await runSuites([suite], testClass);
  expect(printed.mock.calls.flat()).toContain(expected);
});

test('the commit draws as many long series as fit, the same each time, and each has its turn', () => {
  const series = ['a', 'b', 'c'].map((name) => ({ name, minutes: 5 }));
  const namesOf = (seed: number): string[] => drawSeries(series, { seed, minutes: 10 }).map(({ name }) => name);
  const draws = Array.from({ length: 20 }, (_, seed) => namesOf(seed));
  for (const [seed, names] of draws.entries()) {
    expect(names).toHaveLength(2);
    expect(namesOf(seed)).toEqual(names);
  }
  expect(new Set(draws.flat())).toEqual(new Set(['a', 'b', 'c']));
  expect(drawSeries(series, { seed: 1, minutes: 1 })).toHaveLength(1);
});

test('a series of every commit runs each time, beside those that are drawn', () => {
  const series = [{ name: 'a', minutes: 9 }, { name: 'b', minutes: 9 }, { name: 'always', everyCommit: true }]; // prettier-ignore
  for (const seed of [1, 2, 3, 4]) {
    const names = drawSeries(series, { seed, minutes: 10 }).map(({ name }) => name);
    expect(names).toHaveLength(2);
    expect(names).toContain('always');
  }
});
