import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TaskPlatform } from '../../../src/core/platform.js';
import { SYNC_TAG } from '../../../src/web/shared/names.js';
import { TASK_OPTIONS } from '../../support/task-options.js';

const START_MS = 10_000;
let tags: Set<string>;
let platform: TaskPlatform;

beforeEach(async () => {
  tags = new Set([SYNC_TAG]);
  vi.stubGlobal('ServiceWorkerGlobalScope', class {});
  vi.stubGlobal('location', { href: 'https://example.com/__background-task__/worker.js' });
  vi.stubGlobal('registration', {
    scope: 'https://example.com/__background-task__/',
    periodicSync: { unregister: async (tag: string) => void tags.delete(tag), getTags: async () => [...tags] },
  });
  vi.resetModules();
  const { workerConnection } = await import('../../../src/web/worker/worker-connection.js');
  const connection = workerConnection();
  if (connection === null) throw new Error('this is no worker');
  platform = connection.platform;
  await platform.registerTask({ name: 'sync', options: TASK_OPTIONS });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a tasks module that unregisters and registers its tasks as it starts keeps the periodic sync of the browser', async () => {
  await platform.unregisterAllTasks();
  await platform.registerTask({ name: 'sync', options: TASK_OPTIONS });
  await vi.advanceTimersByTimeAsync(START_MS);
  vi.useRealTimers();
  expect((await platform.getTasks()).tasks.map(({ name }) => name)).toEqual(['sync']);
  expect([...tags]).toEqual([SYNC_TAG]);
});

test('a worker that unregisters all of its tasks, and registers none in the moment after, gives the periodic sync back', async () => {
  await platform.unregisterAllTasks();
  expect([...tags]).toEqual([SYNC_TAG]);
  await vi.advanceTimersByTimeAsync(START_MS);
  vi.useRealTimers();
  await vi.waitFor(() => expect([...tags]).toEqual([]));
});
