import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConsumer } from './consumer.js';
import type { Consumer } from './consumer.js';

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer();
}, 60_000);
afterAll(() => consumer.remove());

const vitest = (...args: string[]): string[] => [consumer.tool('vitest/vitest.mjs'), 'run', '--config', 'vitest.config.mjs', ...args];
const jest = (...args: string[]): string[] => [consumer.tool('jest/bin/jest.js'), '--config', 'jest.config.cjs', '--ci', ...args];

test.each([
  ['Vitest in Node.js', vitest, [], /Tests\s+1 passed \(1\)/],
  ['Vitest in jsdom', vitest, ['--environment', 'jsdom'], /Tests\s+1 passed \(1\)/],
  ['Vitest in happy-dom', vitest, ['--environment', 'happy-dom'], /Tests\s+1 passed \(1\)/],
  ['Jest in Node.js', jest, [], /Tests:\s+1 passed, 1 total/],
  ['Jest in jsdom', jest, ['--env', 'jsdom'], /Tests:\s+1 passed, 1 total/],
  ['node:test', (...args: string[]) => ['--test', ...args], ['node-test.mjs'], /pass 1/],
])('the virtual device runs the app’s tasks with %s, and says nothing', (_where, runner, args, passed) => {
  const { status, output } = consumer.run('device', ...runner(...args));
  expect(output).toMatch(passed);
  expect(output).not.toContain('BackgroundTask:');
  expect(status).toBe(0);
});
