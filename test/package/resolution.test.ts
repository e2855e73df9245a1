import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConsumer } from './consumer.js';
import type { Consumer } from './consumer.js';

const ROOT = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer();
}, 60_000);
afterAll(() => consumer.remove());

test('F-N05: the subpaths are found by resolvers that know no exports map, such as node10 of TypeScript', () => {
  const { status, output } = consumer.run('types', consumer.tool('typescript/bin/tsc'), '-p', 'tsconfig.node10.json');
  expect(output).toBe('');
  expect(status).toBe(0);
});

test('F-B08: engines names the first Node.js in which a CommonJS Vite config can require the plugin', () => {
  expect(manifest.engines.node).toBe('^20.19.0 || >=22.12.0');
  expect(readFileSync(resolve(ROOT, 'README.md'), 'utf8')).toContain('Node.js 20.19');
  const { status, output } = consumer.run('node', 'require-vite.cjs');
  expect(output.trim()).toBe('capgo-background-task');
  expect(status).toBe(0);
});
