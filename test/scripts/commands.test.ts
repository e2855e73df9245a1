import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { runCommand } from '../../scripts/setup/children.mjs';
import { runSuites, selectSuites } from '../../scripts/test/run-suites.mjs';

afterEach(() => vi.restoreAllMocks());

const script = (code: string) => ['node', '-e', code];
const quiet = () => vi.spyOn(console, 'log').mockReturnValue(undefined);

test('a command that goes on past its limit is ended with all that it started', async () => {
  const lines: string[] = [];
  const grandchild = `const { spawn } = require('node:child_process'); const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']); console.log(child.pid); setInterval(() => {}, 1000);`;
  await expect(runCommand(script(grandchild), { limitMs: 1500, onLine: (line: string) => void lines.push(line) })).resolves.toBe('timeout');
  await expect.poll(() => isAlive(Number(lines[0])), { timeout: 10_000 }).toBe(false);
});

test('what a command leaves behind ends with it', async () => {
  const lines: string[] = [];
  const leaving = `const { spawn } = require('node:child_process'); const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }); console.log(child.pid); child.unref();`;
  await expect(runCommand(script(leaving), { onLine: (line: string) => void lines.push(line) })).resolves.toBe(0);
  await expect.poll(() => isAlive(Number(lines[0])), { timeout: 10_000 }).toBe(false);
});

test('a suite that lacks what it needs is not run, and says what it needs', async () => {
  quiet();
  const suite = { name: 'webkit', about: '', command: script('process.exit(1)'), limitMinutes: 1, needs: () => 'WebKitWebDriver' };
  expect(await runSuites([suite])).toMatchObject([{ state: 'not run', reason: 'it needs WebKitWebDriver' }]);
});

test('a suite that needs the build fails when the build did, without a run', async () => {
  quiet();
  const build = { name: 'build', about: '', command: script('process.exit(1)'), limitMinutes: 1 };
  const cli = { name: 'cli', about: '', command: script("console.log('1 passed, 0 failed')"), limitMinutes: 1, needsBuild: true };
  expect(await runSuites([build, cli])).toMatchObject([{ state: 'red' }, { state: 'red', reason: 'the build failed', passed: 0 }]);
});

test('naming a suite runs it alone, with the build when it needs one', () => {
  const all = [{ name: 'build' }, { name: 'unit' }, { name: 'cli', needsBuild: true }];
  const names = (wanted: string[]) => selectSuites(all, wanted).map((suite) => suite.name);
  expect(names([])).toEqual(['build', 'unit', 'cli']);
  expect(names(['unit'])).toEqual(['unit']);
  expect(names(['cli'])).toEqual(['build', 'cli']);
  expect(() => names(['nonsense'])).toThrow('nothing is named nonsense; there are: build, unit, cli');
});

test('a long series runs where it is wanted, or by name', () => {
  const all = [{ name: 'unit' }, { name: 'kills', series: true }];
  const names = (wanted: string[], withSeries?: boolean) => selectSuites(all, wanted, withSeries).map((suite) => suite.name);
  expect(names([])).toEqual(['unit']);
  expect(names([], true)).toEqual(['unit', 'kills']);
  expect(names(['kills'])).toEqual(['kills']);
});

/** In a container whose first process waits for nobody else's children a dead one stays in the list, as a zombie. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
