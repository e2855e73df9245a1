import { expect, test } from 'vitest';
import { defineInWorker } from '../../src/api/define-in-worker.js';
import { defineTask } from '../../src/api/define-task.js';
import * as enums from '../../src/definitions.js';
import { BackgroundTaskError } from '../../src/errors.js';
import { createDefinitions } from '../../src/runner/definitions.js';
import * as workerEnums from '../../src/worker-enums.js';

const callback = (): void => undefined;

/** Names, callbacks and options, good and bad. */
const CALLS: readonly (readonly unknown[])[] = [
  ...['sync', '__proto__', 'x'.repeat(128), 'x'.repeat(129), '', ' ', 'a\nb', '\u0000', '\ud800', 'é', 'react-native-background-task'].map(
    (name) => [name, callback],
  ),
  ...[undefined, null, 1, true, {}, [], Symbol('s'), Object.create(null) as unknown, callback].map((name) => [name, callback]),
  ...[undefined, null, 'text', {}, { then: callback }, class {}].map((given) => ['sync', given]),
  ...[undefined, null, 1, 'page', [], {}, callback, Object.create(null) as unknown].map((options) => ['sync', callback, options]),
  ...[
    undefined,
    null,
    'page',
    [],
    ['page'],
    ['page', 'headless', 'service-worker'],
    ['tab'],
    ['page', 1],
    { 0: 'page' },
    new Set(['page']),
  ].map((runtimes) => ['sync', callback, { runtimes }]),
  ['', 'text', { runtimes: [] }],
  ['sync', 'text', { runtimes: [] }],
];

/** What was defined, or the code of the refusal. */
function resultOf(define: typeof defineTask, call: readonly unknown[]): unknown {
  const definitions = createDefinitions();
  try {
    define(definitions, ...(call as [string, () => void]));
    return definitions.names().map((name) => definitions.get(name));
  } catch (error: unknown) {
    if (error instanceof BackgroundTaskError) return error.code;
    throw error;
  }
}

test.each(CALLS.map((call, index) => [index, call] as const))(
  'a worker takes and refuses what a page does, with the same code (call %i)',
  (_, call) => {
    const inWorker = resultOf(defineInWorker, call);
    expect(inWorker).toEqual(resultOf(defineTask, call));
  },
);

test('the calls are of every kind', () => {
  const results = CALLS.map((call) => resultOf(defineInWorker, call));
  for (const code of ['INVALID_TASK_NAME', 'INVALID_CALLBACK', 'INVALID_OPTIONS']) expect(results).toContain(code);
  expect(results.filter((one) => Array.isArray(one)).length).toBeGreaterThan(5);
});

test('the list of runtimes is a copy', () => {
  const definitions = createDefinitions();
  const runtimes: enums.BackgroundTaskRuntime[] = ['page'];
  defineInWorker(definitions, 'sync', callback, { runtimes });
  runtimes.push('headless');
  expect(definitions.get('sync')?.runtimes).toEqual(['page']);
});

test("the worker's enums are those of the public API, both ways", () => {
  expect(workerEnums.BackgroundTaskResult).toEqual(enums.BackgroundTaskResult);
  expect(workerEnums.BackgroundTaskStatus).toEqual(enums.BackgroundTaskStatus);
});
