import { expect, test } from 'vitest';
import {
  BASE_META_NAME as buildsName,
  MANIFEST_FILE,
  PAGE_FILE,
  PAGE_SCRIPT_FILE,
  WORKER_FILE as buildsWorker,
} from '../../src/bundler/files.ts';
import { BASE_META_NAME, WORKER_FILE } from '../../src/core/artifacts.ts';
import { HEADLESS_FILE, HEADLESS_SCRIPT_FILE, MANIFEST_FILE as cliManifest } from '../../src/cli/package-facts.ts';
import { metaContent } from '../../src/vite/base.ts';
import { buildApp } from './build-app.ts';

test.each([
  ['/', '/index.html', '/'],
  ['/sub/', '/index.html', '/sub/'],
  ['/sub', '/index.html', '/sub/'],
  ['./', '/index.html', './'],
  ['', '/index.html', './'],
  ['./', '/admin/users/index.html', '../../'],
  ['/sub/', '/admin/index.html', '/sub/'],
  ['https://cdn.example.com/app/', '/index.html', '/'],
  ['//cdn.example.com/', '/index.html', '/'],
])('with base %j the page %s finds the worker at %s', (base, page, content) => {
  expect(metaContent(base, page)).toBe(content);
});

test('the built page carries the tag, and the option goes before base', async () => {
  const sub = await buildApp({}, { base: '/sub/' });
  expect(sub.text('index.html')).toContain('<meta name="capgo-background-task" content="/sub/">');
  const cdn = await buildApp({}, { base: 'https://cdn.example.com/' }, { base: '/app/' });
  expect(cdn.text('index.html')).toContain('<meta name="capgo-background-task" content="/app/">');
}, 60_000);

test('build, web platform and command line use the same names', () => {
  expect([buildsName, buildsWorker, PAGE_FILE, PAGE_SCRIPT_FILE, MANIFEST_FILE]).toEqual([
    BASE_META_NAME,
    WORKER_FILE,
    HEADLESS_FILE,
    HEADLESS_SCRIPT_FILE,
    cliManifest,
  ]);
});
