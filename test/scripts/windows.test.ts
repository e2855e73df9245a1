import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOnPath } from '../../scripts/setup/find-on-path.mjs';
import { removeFolder } from '../../scripts/setup/folders.mjs';
import { npm } from '../../scripts/setup/npm.mjs';
import { inRoot, root } from '../../scripts/setup/paths.mjs';

const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

describe('npm on Windows', () => {
  const execPath = 'C:\\Program Files\\nodejs\\node.exe';
  const beside = 'C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js';
  const windows = { platform: 'win32', execPath };

  test('F-W06: npm is run by Node.js, without a shell', () => {
    expect(npm(['ci'], { ...windows, environment: {}, exists: (path) => path === beside })).toEqual([execPath, beside, 'ci']);
  });

  test('F-W06: the npm that started the script comes first', () => {
    const own = 'D:\\npm\\bin\\npm-cli.js';
    expect(npm(['ci'], { ...windows, environment: { npm_execpath: own }, exists: () => true })).toEqual([execPath, own, 'ci']);
  });

  test('F-W06: another package manager is not taken for npm', () => {
    const environment = { npm_execpath: 'D:\\yarn\\bin\\yarn.js' };
    expect(npm(['ci'], { ...windows, environment, exists: () => true })[1]).toBe(beside);
    expect(() => npm(['ci'], { ...windows, environment, exists: () => false })).toThrow('npm was not found');
  });
});

describe('a program on Windows’ path', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'windows-path-'));
    for (const name of ['chrome.exe', 'npm.cmd', 'npm']) writeFileSync(join(folder, name), '', { mode: 0o755 });
  });
  afterAll(() => removeFolder(folder));

  test('F-W06: is found by its name without the ending', () => {
    const machine = { platform: 'win32', environment: { Path: `C:\\nowhere;${folder}`, PATHEXT: '.COM;.EXE;.BAT;.CMD' } };
    expect(findOnPath(['chromium', 'chrome'], machine)).toBe(join(folder, 'chrome.exe'));
    expect(findOnPath(['npm'], machine)).toBe(join(folder, 'npm.cmd'));
    expect(findOnPath(['chrome.exe'], machine)).toBe(join(folder, 'chrome.exe'));
  });

  test('F-W06: on other systems a name is the whole name', () => {
    expect(findOnPath(['chrome'], { platform: 'linux', environment: { PATH: folder } })).toBeNull();
    expect(findOnPath(['npm'], { platform: 'linux', environment: { PATH: folder } })).toBe(join(folder, 'npm'));
  });
});

describe('the repository on Windows', () => {
  const sources = git('ls-files', '-z', '--', 'scripts', 'bench', 'test')
    .split('\0')
    .filter((file) => /\.(mjs|ts)$/.test(file) && !file.endsWith('scripts/windows.test.ts'))
    .map((file) => ({ file, text: readFileSync(inRoot(file), 'utf8') }));
  const filesWith = (pattern: RegExp): string[] => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

  test('F-W06: text is checked out with the line ends that the checks expect', () => {
    for (const file of ['src/index.ts', 'scripts/ios/install-swift.sh', '.ci/run', 'android/build.gradle'])
      expect(git('check-attr', 'text', 'eol', '--', file).trim().split('\n')).toEqual([`${file}: text: auto`, `${file}: eol: lf`]);
  });

  test('F-W06: nothing starts npm by its bare name', () => {
    expect(filesWith(/(?:spawn|exec|execute|run)\w*\(\s*\[?\s*['"]npm['"]/)).toEqual([]);
  });

  test('F-W06: links to folders are junctions, which need no privilege', () => {
    expect(filesWith(/symlinkSync\([^;]*'dir'\)/)).toEqual([]);
  });

  test('F-W06: what a scanner may hold is removed with retries', () => {
    expect(filesWith(/rmSync\(inRoot\('dist'\)/)).toEqual([]);
    expect(readFileSync(inRoot('scripts/setup/folders.mjs'), 'utf8')).toMatch(/maxRetries: \d+, retryDelay: \d+/);
  });
});
