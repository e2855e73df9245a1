import { expect, test } from 'vitest';
import * as facts from '../../src/cli/package-facts.ts';
import { HEADLESS_FILE, HEADLESS_SCRIPT_FILE, MANIFEST_FILE } from '../../src/core/artifacts.ts';
import { metaContent } from '../../src/bundler/base-path.ts';
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

test('build and command line use the same names', () => {
  expect([facts.HEADLESS_FILE, facts.HEADLESS_SCRIPT_FILE, facts.MANIFEST_FILE]).toEqual([
    HEADLESS_FILE,
    HEADLESS_SCRIPT_FILE,
    MANIFEST_FILE,
  ]);
});
