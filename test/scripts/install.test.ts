import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { packageManager, sizeOf } from '../../scripts/setup/install.mjs';
import { inRoot } from '../../scripts/setup/paths.mjs';
import { missingTools, wantsInstallation } from '../../scripts/test/missing-tools.mjs';

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

test('npm test -- --no-install of a suite that needs nothing installs nothing', () => {
  const { stdout } = spawnSync(process.execPath, ['scripts/test.mjs', '--list', '--no-install'], { cwd: inRoot(), encoding: 'utf8' });
  expect(stdout).toContain('e2e');
  expect(stdout).not.toContain('installing');
});
