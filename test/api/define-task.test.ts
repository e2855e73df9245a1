import { expect, test } from 'vitest';
import { defineTask } from '../../src/api/define-task.js';
import * as enums from '../../src/definitions.js';
import { BackgroundTaskError } from '../../src/errors.js';
import { createDefinitions } from '../../src/runner/definitions.js';
import { defineTask as defineInWorker } from '../../src/worker-members.js';
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

type Define = (...call: readonly unknown[]) => void;

/** The refusal of a call, or null when it defined something. */
function refusalOf(define: Define, call: readonly unknown[]): { code: string; message: string } | null {
  try {
    define(...call);
    return null;
  } catch (error: unknown) {
    if (error instanceof BackgroundTaskError) return { code: error.code, message: error.message };
    throw error;
  }
}

const inPage = (...call: readonly unknown[]): void => defineTask(createDefinitions(), ...(call as [string, () => void]));

test.each(CALLS.map((call, index) => [index, call] as const))(
  'a worker takes and refuses what a page does, with the same code and the same words (call %i)',
  (_, call) => {
    expect(refusalOf(defineInWorker as Define, call)).toEqual(refusalOf(inPage, call));
  },
);

test('the calls are of every kind', () => {
  const codes = CALLS.map((call) => refusalOf(inPage, call)?.code ?? 'defined');
  for (const code of ['INVALID_TASK_NAME', 'INVALID_CALLBACK', 'INVALID_OPTIONS']) expect(codes).toContain(code);
  expect(codes.filter((one) => one === 'defined').length).toBeGreaterThan(5);
});

test('the list of runtimes is a copy', () => {
  const definitions = createDefinitions();
  const runtimes: enums.BackgroundTaskRuntime[] = ['page'];
  defineTask(definitions, 'sync', callback, { runtimes });
  runtimes.push('headless');
  expect(definitions.get('sync')?.runtimes).toEqual(['page']);
});

test("the worker's enums are those of the public API, both ways", () => {
  expect(workerEnums.BackgroundTaskResult).toEqual(enums.BackgroundTaskResult);
  expect(workerEnums.BackgroundTaskStatus).toEqual(enums.BackgroundTaskStatus);
});
