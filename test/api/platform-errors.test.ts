import { describe, expect, it } from 'vitest';
import type { ASYNC_METHODS } from '../../src/api/public-members.js';
import { BackgroundTaskError } from '../../src/errors.js';
import { settle } from '../support/fake-clock.js';
import { inert, platformWith, rig } from './rig.js';

const nothing = (): void => undefined;
const code = (code: string) => expect.objectContaining({ name: 'BackgroundTaskError', code }) as Error;

describe('errors of a platform', () => {
  it.each([
    [{ code: 'TOO_MANY_TASKS', message: '100 tasks are registered' }, 'TOO_MANY_TASKS', /100 tasks/],
    [{ code: 'UNIMPLEMENTED', message: 'not implemented on android' }, 'PLUGIN_OUTDATED', /npx cap sync.*not implemented/s],
    [{ code: 'SOMETHING_NEW', message: 'from a newer native part' }, 'SOMETHING_NEW', /newer native part/],
    [
      new TypeError('Failed to fetch dynamically imported module: http://localhost/registrations.js'),
      'LOAD_FAILED',
      /registerTaskAsync.*Reload the page.*registrations\.js/s,
    ],
    [new TypeError('error loading dynamically imported module: http://localhost/registrations.js'), 'LOAD_FAILED', /Reload/],
    [new TypeError('Importing a module script failed.'), 'LOAD_FAILED', /Reload/],
    [
      Object.assign(new Error('Loading chunk 7 failed.'), { name: 'ChunkLoadError', code: 'CSS_CHUNK_LOAD_FAILED' }),
      'LOAD_FAILED',
      /chunk 7/,
    ],
    [new Error('null pointer'), 'UNAVAILABLE', /registerTaskAsync.*null pointer/],
    ['text', 'UNAVAILABLE', /text/],
    [undefined, 'UNAVAILABLE', /registerTaskAsync/],
    [new BackgroundTaskError('STORAGE_FAILED', 'disk'), 'STORAGE_FAILED', /disk/],
  ])('%o', async (thrown, expected, message) => {
    const { task } = rig(platformWith({ registerTask: () => Promise.reject(thrown) }));
    task.defineTask('sync', nothing);
    const registered = task.registerTaskAsync('sync');
    await expect(registered).rejects.toBeInstanceOf(BackgroundTaskError);
    await expect(registered).rejects.toThrow(code(expected));
    await expect(registered).rejects.toThrow(message);
  });

  it('a listener that the platform refused is added at the next try: the rejection is not kept', async () => {
    let refusals = 2;
    const { task, memory, clock } = rig({
      platform: (memory) =>
        new Proxy(memory, {
          get: (target, key) => {
            if (key === 'addListener' && refusals-- > 0) return () => Promise.reject(new Error('not yet'));
            const value: unknown = Reflect.get(target, key);
            return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
          },
        }),
    });
    task.defineTask('sync', nothing);
    await clock.advance(10_000);
    expect(memory.attached).toHaveLength(1);
    await task.registerTaskAsync('sync');
    memory.wake('sync', 'timer');
    await settle();
    expect(memory.log).toHaveLength(1);
  });
});

describe('J12: where tasks cannot run', () => {
  const calls: Record<(typeof ASYNC_METHODS)[number] | 'addExpirationListener', readonly unknown[]> = {
    registerTaskAsync: ['sync'],
    unregisterTaskAsync: ['sync'],
    unregisterAllTasksAsync: [],
    isTaskRegisteredAsync: ['sync'],
    getRegisteredTasksAsync: [],
    getStatusAsync: [],
    getStatusDetailsAsync: [],
    getTaskAsync: ['sync'],
    getTaskRunsAsync: [],
    getPendingTaskRunsAsync: [],
    getReportAsync: [],
    triggerTaskWorkerForTestingAsync: [],
    addExpirationListener: [nothing],
    addTaskRunListener: [nothing],
    addTaskProgressListener: [nothing],
    enqueueTaskAsync: ['sync'],
    cancelEnqueuedAsync: ['sync'],
    getEnqueuedAsync: [],
    schedule: [],
    cancel: [],
    statusAsync: [],
  };

  it.each(Object.entries(calls))('%s rejects UNAVAILABLE', async (method, args) => {
    const task = inert();
    task.defineTask('sync', nothing);
    task.define(nothing);
    await expect((task as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[method]?.(...args)).rejects.toThrow(
      code('UNAVAILABLE'),
    );
  });

  it('the synchronous members do nothing', () => {
    const task = inert();
    expect(() => task.finish()).not.toThrow();
    expect(task.isHeadless).toBe(false);
  });
});
