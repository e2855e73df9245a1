import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConsumer } from './consumer.js';
import type { Consumer } from './consumer.js';

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer();
}, 60_000);
afterAll(() => consumer.remove());

test.each([
  ['plain Node.js as an ES module', ['esm.mjs']],
  ['plain Node.js as CommonJS', ['commonjs.cjs']],
  ['an edge server that sets the condition "worker"', ['--conditions=worker', 'esm.mjs']],
])('import and defineTask are inert in %s', (_where, args) => {
  const { status, output } = consumer.run('node', ...args);
  expect(output).toContain('inert after 16 calls');
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(0);
});

test('import and defineTask are inert in Jest with CommonJS and jsdom', () => {
  const { status, output } = consumer.run('jest', consumer.tool('jest/bin/jest.js'), '--config', 'jest.config.cjs', '--ci');
  expect(output).toMatch(/Tests:\s+1 passed, 1 total/);
  expect(status).toBe(0);
});

test("import and defineTask are inert in Vitest's jsdom", () => {
  const { status, output } = consumer.run('vitest', consumer.tool('vitest/vitest.mjs'), 'run', '--config', 'vitest.config.mjs');
  expect(output).toMatch(/Tests\s+1 passed \(1\)/);
  expect(status).toBe(0);
});

test('the guide, CommonJS and every entry compile against the published types', () => {
  const { status, output } = consumer.run('types', consumer.tool('typescript/bin/tsc'), '-p', 'tsconfig.json');
  expect(output).toBe('');
  expect(status).toBe(0);
});

test('code that was written for the earlier versions compiles against the published types, in strict mode', () => {
  const { status, output } = consumer.run('reference', consumer.tool('typescript/bin/tsc'), '-p', 'tsconfig.json');
  expect(output).toBe('');
  expect(status).toBe(0);
});
