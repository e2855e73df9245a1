import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { agrees, packageManager, sizeOf, wantsInstallation } from '../../scripts/setup/install.mjs';
import { inRoot } from '../../scripts/setup/paths.mjs';
import { missingTools } from '../../scripts/test/missing-tools.mjs';

const there =
  (...names: string[]) =>
  (name: string): string | null =>
    names.includes(name) ? `/usr/bin/${name}` : null;

test('packages are installed by root, by a sudo that asks nothing, or not at all', () => {
  expect(packageManager({ isRoot: true, find: there('apt-get') })).toEqual([]);
  expect(packageManager({ isRoot: false, find: there('apt-get', 'sudo'), run: () => true })).toEqual(['sudo', '-n']);
  expect(packageManager({ isRoot: false, find: there('apt-get', 'sudo'), run: () => false })).toBeNull();
  expect(packageManager({ isRoot: false, find: there('apt-get') })).toBeNull();
  expect(packageManager({ isRoot: true, find: there('sudo') })).toBeNull();
});

test('how large an installation is comes from what apt-get says, old and new', () => {
  expect(sizeOf('Need to get 71.2 MB of archives.\nAfter this operation, 289 MB of additional disk space will be used.\n')).toBe(
    '71.2 MB to download, 289 MB on disk',
  );
  expect(sizeOf('Summary:\n  Download size: 71.2 MB\n  Space needed: 289 MB / 9,000 MB available\n')).toBe(
    '71.2 MB to download, 289 MB on disk',
  );
  expect(sizeOf('')).toBe('of unknown size');
});

test('only what the chosen suites lack is installed, each once', () => {
  const lacks = (): string => 'a browser';
  const suites = [
    { name: 'unit' },
    { name: 'e2e', tools: 'browser', needs: lacks },
    { name: 'kills', tools: 'browser', needs: lacks },
    { name: 'webkit', tools: 'secondEngine', needs: () => null },
  ];
  expect(missingTools(suites)).toEqual(['browser']);
  expect(missingTools([{ name: 'unit' }])).toEqual([]);
});

test('--no-install is respected', () => {
  expect(wantsInstallation(['unit', '--no-install'])).toBe(false);
  expect(wantsInstallation(['unit'])).toBe(true);
});

function terminal(typed: string | null): { stdin: PassThrough & { isTTY?: boolean }; stdout: PassThrough & { isTTY?: boolean } } {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()].map((stream) => Object.assign(stream, { isTTY: true }));
  if (typed === null) stdin?.end();
  else stdin?.write(typed);
  return { stdin: stdin ?? new PassThrough(), stdout: stdout ?? new PassThrough() };
}

test.each([
  ['n\n', false],
  ['No\n', false],
  [null, false],
  ['\n', true],
  ['y\n', true],
])('the answer %j on a terminal is respected', async (typed, isYes) => {
  const { stdin, stdout } = terminal(typed);
  expect(await agrees('installing chromium. Go on?', { stdin, stdout })).toBe(isYes);
  expect(String(stdout.read())).toContain('installing chromium. Go on? [Y/n]');
});

test('without a terminal nobody is asked', async () => {
  expect(await agrees('installing chromium. Go on?', { stdin: new PassThrough(), stdout: new PassThrough() })).toBe(true);
});

/** Runs Node.js where apt-get is the only tool, and does nothing but note its calls. */
function onBareMachine(args: readonly string[]): { calls: string[]; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'background-task-install-'));
  try {
    const log = join(folder, 'calls.txt');
    writeFileSync(log, '');
    const note = `echo "\${0##*/} $*" >> '${log}'`;
    const programs = {
      'apt-get': note,
      'apt-cache': note,
      sudo: '[ "$1" = -n ] && shift\nexec "$@"',
      env: 'exec /usr/bin/env "$@"',
      true: '',
    };
    for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    const { stdout } = spawnSync(process.execPath, args, { cwd: inRoot(), encoding: 'utf8', env: { PATH: folder } });
    return { calls: readFileSync(log, 'utf8').split('\n').filter(Boolean), output: stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const installing = (call: string): boolean => call.includes(' install ') && !call.includes('--print-uris');

test.each([true, false])('packages that somebody was asked about are installed: %s', (answer) => {
  const module = JSON.stringify(new URL('../../scripts/setup/install.mjs', import.meta.url).href);
  const code = `const { installPackages } = await import(${module});
    console.log('installed', await installPackages('a browser', [['chromium']], console.log, async () => ${answer}));`;
  const { calls, output } = onBareMachine(['--input-type=module', '-e', code]);
  expect(output).toContain(`installed ${answer}`);
  expect(calls.some((call) => call.includes('--print-uris'))).toBe(true);
  expect(calls.some(installing)).toBe(answer);
});

test('npm test installs what a suite lacks, and with --no-install only says what it needs', () => {
  const { calls, output } = onBareMachine(['scripts/test.mjs', 'webkit', '--no-install']);
  expect(calls).toEqual([]);
  expect(output).toContain('it needs WebKitGTK');
  expect(onBareMachine(['scripts/test.mjs', 'webkit']).calls.filter(installing)).toEqual([
    expect.stringContaining('webkit2gtk-driver xvfb') as string,
  ]);
});
