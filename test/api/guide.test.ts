import { afterEach, expect, it, vi } from 'vitest';
import { BackgroundTaskResult, BackgroundTaskStatus } from '../../src/definitions.js';
import { settle } from '../support/fake-clock.js';
import { rig } from './rig.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('the getting-started guide holds, pasted whole', async () => {
  const { task: BackgroundTask, memory, clock } = rig();
  const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => new Response(null, { status: 200 }));
  vi.stubGlobal('fetch', fetch);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);

  const SYNC_TASK = 'sync-offline-data';
  BackgroundTask.defineTask(SYNC_TASK, async () => {
    try {
      await fetch('https://api.example.com/sync', { method: 'POST' });
      return BackgroundTaskResult.Success;
    } catch {
      return BackgroundTaskResult.Failed;
    }
  });

  await BackgroundTask.registerTaskAsync(SYNC_TASK, { minimumInterval: 30, requiresNetwork: true });

  const status = await BackgroundTask.getStatusAsync();
  const isRegistered = await BackgroundTask.isTaskRegisteredAsync(SYNC_TASK);
  const registeredTasks = await BackgroundTask.getRegisteredTasksAsync();
  await BackgroundTask.triggerTaskWorkerForTestingAsync(); // calls every registered task immediately

  expect(status).toBe(BackgroundTaskStatus.Available);
  expect(isRegistered).toBe(true);
  expect(registeredTasks).toEqual([SYNC_TASK]);
  expect(fetch).toHaveBeenCalledExactlyOnceWith('https://api.example.com/sync', { method: 'POST' });
  expect(memory.log).toMatchObject([{ taskName: SYNC_TASK, outcome: 'success', trigger: 'test', runtime: 'page' }]);
  expect(memory.tasks.get(SYNC_TASK)?.anchorAt).toBeNull();

  await BackgroundTask.unregisterTaskAsync(SYNC_TASK);
  expect(await BackgroundTask.isTaskRegisteredAsync(SYNC_TASK)).toBe(false);

  const expiration = await BackgroundTask.addExpirationListener((event) => {
    console.warn('Background task expired', event.taskName, event.taskId);
  });

  BackgroundTask.define(async () => {
    await fetch('https://api.example.com/sync', { method: 'POST' });
  });
  await BackgroundTask.schedule({ period: 1800 }); // seconds
  expect(await BackgroundTask.triggerTaskWorkerForTestingAsync()).toBe(true);
  expect(fetch).toHaveBeenCalledTimes(2);
  expect(memory.tasks.get('react-native-background-task')?.options).toMatchObject({ minimumIntervalMs: 1_800_000, requiresNetwork: false });

  fetch.mockImplementation(() => new Promise<never>(() => undefined));
  BackgroundTask.defineTask(SYNC_TASK, () => new Promise<never>(() => undefined));
  await BackgroundTask.registerTaskAsync(SYNC_TASK);
  memory.wake(SYNC_TASK, 'timer');
  await clock.advance(10 * 60_000);
  expect(warn).toHaveBeenCalledExactlyOnceWith('Background task expired', SYNC_TASK, expect.any(String));
  await expiration.remove();
  await settle();
});

it('a fetch that fails makes the run of the guide failed', async () => {
  const { task: BackgroundTask, memory } = rig();
  BackgroundTask.defineTask('sync-offline-data', async () => {
    try {
      await Promise.reject(new TypeError('Failed to fetch'));
      return BackgroundTaskResult.Success;
    } catch {
      return BackgroundTaskResult.Failed;
    }
  });
  await BackgroundTask.registerTaskAsync('sync-offline-data', { minimumInterval: 30, requiresNetwork: true });
  await BackgroundTask.triggerTaskWorkerForTestingAsync();
  expect(memory.log).toMatchObject([{ outcome: 'failed', error: null }]);
});
