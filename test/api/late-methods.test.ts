import { expect, it } from 'vitest';
import { createAsyncMethods } from '../../src/api/async-methods.js';
import { createBackgroundTask } from '../../src/api/create-background-task.js';
import type { BackgroundTaskParts } from '../../src/api/platform-connection.js';
import { BackgroundTaskError } from '../../src/errors.js';
import { settle } from '../support/fake-clock.js';
import { rig } from './rig.js';

function withLoader(asyncMethods: BackgroundTaskParts['asyncMethods']) {
  const { clock, memory, runner, definitions, warnings } = rig();
  const task = createBackgroundTask({
    definitions: () => definitions,
    connection: () => ({ kind: 'web', platform: memory, runner }),
    isHeadless: () => false,
    attaches: true,
    asyncMethods,
    clock,
    newId: () => 'item',
    log: { warn: (message) => void warnings.push(message) },
  });
  return { task, memory };
}

it('a wake that only runs callbacks loads nothing', async () => {
  let loads = 0;
  const { task, memory } = withLoader(async (parts, connection) => {
    loads++;
    return createAsyncMethods(parts, connection);
  });
  task.defineTask('sync', () => undefined);
  task.define(() => task.finish());
  await task.addExpirationListener(() => undefined);
  await settle();
  expect([loads, memory.attached.length]).toEqual([0, 1]);
  await Promise.all([task.getStatusAsync(), task.getRegisteredTasksAsync()]);
  expect(loads).toBe(1);
});

it('a load that failed is tried again at the next call', async () => {
  let loads = 0;
  const { task } = withLoader((parts, connection) =>
    ++loads === 1
      ? Promise.reject(new BackgroundTaskError('LOAD_FAILED', 'offline'))
      : Promise.resolve(createAsyncMethods(parts, connection)),
  );
  await expect(task.getStatusAsync()).rejects.toMatchObject({ code: 'LOAD_FAILED' });
  expect(await task.getStatusAsync()).toBe(2);
});

it('calls reach the platform in their order, also those made while it loads', async () => {
  const order: string[] = [];
  const { task, memory } = withLoader(async (parts, connection) => {
    await settle();
    return createAsyncMethods(parts, connection);
  });
  for (const method of ['registerTask', 'unregisterTask', 'unregisterAllTasks'] as const) {
    const real = memory[method].bind(memory) as (request: never) => Promise<never>;
    memory[method] = ((request: never) => {
      order.push(method);
      return real(request);
    }) as never;
  }
  task.defineTask('sync', () => undefined);
  await Promise.all([
    task.registerTaskAsync('sync'),
    task.unregisterTaskAsync('sync'),
    task.registerTaskAsync('sync'),
    task.unregisterAllTasksAsync(),
  ]);
  // The last one unregisters what is left by itself.
  expect(order.slice(0, 4)).toEqual(['registerTask', 'unregisterTask', 'registerTask', 'unregisterAllTasks']);
});
