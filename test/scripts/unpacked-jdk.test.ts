import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loaderOf, pointInto } from '../../scripts/setup/unpacked-jdk.mjs';

const root = mkdtempSync(join(tmpdir(), 'unpacked jdk '));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}

test.each([
  ['x86_64-linux-gnu', 'ld-linux-x86-64.so.2'],
  ['aarch64-linux-gnu', 'ld-linux-aarch64.so.1'],
])('the programs of an unpacked JDK start with its own C library: %s', (folder, name) => {
  write(`${folder}/usr/lib/python3/ld-linux.so.2`);
  expect(loaderOf(join(root, folder))).toBeNull();
  write(`${folder}/usr/lib/${folder}/libz.so.1`);
  write(`${folder}/usr/lib/${folder}/${name}`);
  const libraries = join(root, folder, 'usr/lib', folder);
  expect(loaderOf(join(root, folder))).toEqual({ path: join(libraries, name), libraries });
});

// Windows makes links for administrators only.
test.skipIf(process.platform === 'win32')('its links lead to what was unpacked with it; the certificates stay those of the system', () => {
  const links = {
    'conf/net.properties': '/etc/java/net.properties',
    'lib/security/cacerts': '/etc/ssl/certs/java/no-such-file',
    'lib/near': '../conf/net.properties',
  };
  write('etc/java/net.properties');
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, 'jvm', path)), { recursive: true });
    symlinkSync(target, join(root, 'jvm', path));
  }
  pointInto(root, join(root, 'jvm'));
  expect(Object.keys(links).map((path) => readlinkSync(join(root, 'jvm', path)))).toEqual([
    join(root, 'etc/java/net.properties'),
    links['lib/security/cacerts'],
    links['lib/near'],
  ]);
});
