import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { libraryFolders, startScript } from '../../scripts/setup/unpacked-browser.mjs';

const folder = mkdtempSync(join(tmpdir(), "unpacked it's "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('an unpacked browser finds the libraries of its architecture, those in folders of their own too, and no others', () => {
  write('usr/lib/x86_64-linux-gnu/libnss3.so');
  write('usr/lib/x86_64-linux-gnu/pulseaudio/libpulsecommon-17.so');
  write('usr/lib/x86_64-linux-gnu/gconv/UTF-16.so');
  write('lib/x86_64-linux-gnu/libz.so.1');
  write('usr/lib/python3/libother.so');
  expect(libraryFolders(folder)).toEqual(
    ['usr/lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu/pulseaudio', 'lib/x86_64-linux-gnu'].map((path) => join(folder, path)),
  );
  expect(libraryFolders(join(folder, 'nowhere'))).toEqual([]);
});

test('its script hands on every argument and the libraries, wherever the clone lies', () => {
  write('usr/lib/chromium/chromium', '#!/bin/sh\nprintf "%s|" "$LD_LIBRARY_PATH" "$FONTCONFIG_FILE" "$@"\n');
  chmodSync(join(folder, 'usr/lib/chromium/chromium'), 0o755);
  write('start', startScript(folder, [join(folder, 'a'), join(folder, 'b')], join(folder, 'fonts.conf')));
  const { stdout } = spawnSync('sh', [join(folder, 'start'), '--flag', 'two words', '$HOME'], {
    encoding: 'utf8',
    env: { LD_LIBRARY_PATH: '/own' },
  });
  expect(stdout).toBe(`${join(folder, 'a')}:${join(folder, 'b')}:/own|${join(folder, 'fonts.conf')}|--flag|two words|$HOME|`);
});
