import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesBelow } from '../../src/cli/project/files-below.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-below-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('finds files at every depth', () => {
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  writeFileSync(join(folder, 'a', 'b', 'Deep.java'), '');
  writeFileSync(join(folder, 'Top.kt'), '');
  expect(filesBelow(folder).sort()).toEqual([join(folder, 'Top.kt'), join(folder, 'a', 'b', 'Deep.java')].sort());
});

test('a link to a folder above itself is no way round', () => {
  symlinkSync(folder, join(folder, 'back'), 'junction');
  expect(filesBelow(folder)).toEqual([]);
});

test('no folder: no files', () => {
  expect(filesBelow(join(folder, 'missing'))).toEqual([]);
});
