import { describe, expect, it, vi } from 'vitest';
import { BackgroundTaskResult } from '../../src/definitions.js';
import { settle } from '../support/fake-clock.js';
import { rig } from './rig.js';

const nothing = (): void => undefined;
const code = (code: string) => expect.objectContaining({ name: 'BackgroundTaskError', code }) as Error;

describe('defining', () => {
  it('attaches once per burst, after the first definition; before it nothing happens', async () => {
    const { task, memory } = rig();
    await settle();
    expect(memory.attached).toHaveLength(0);
    task.defineTask('a', nothing);
    task.defineTask('b', nothing);
    await settle();
    expect(memory.attached.map(({ taskNames }) => taskNames)).toEqual([['a', 'b']]);
  });

  it.each([
    ['', nothing, undefined, 'INVALID_TASK_NAME'],
    ['react-native-background-task', nothing, undefined, 'INVALID_TASK_NAME'],
    ['a', undefined, undefined, 'INVALID_CALLBACK'],
    ['a', { run: nothing }, undefined, 'INVALID_CALLBACK'],
    ['a', nothing, null, 'INVALID_OPTIONS'],
    ['a', nothing, { runtimes: 'page' }, 'INVALID_OPTIONS'],
    ['a', nothing, { runtimes: [] }, 'INVALID_OPTIONS'],
    ['a', nothing, { runtimes: ['window'] }, 'INVALID_OPTIONS'],
  ])('%j, %o, %j throws', (name, callback, options, expected) => {
    const { task, definitions } = rig();
    expect(() => task.defineTask(name, callback as never, options as never)).toThrow(code(expected));
    expect(definitions.names()).toEqual([]);
  });

  it('a task for pages only is not told by a worker and declined there', async () => {
    const { task, memory } = rig();
    task.defineTask('page-only', nothing, { runtimes: ['headless'] });
    await settle();
    expect(memory.attached[0]?.taskNames).toEqual([]);
  });
});

describe('registering', () => {
  it('J01: an undefined task is rejected by name, with what is defined and what to do; nothing is stored', async () => {
    const { task, memory } = rig();
    task.defineTask('other', nothing);
    const registered = task.registerTaskAsync('sync');
    await expect(registered).rejects.toThrow(code('TASK_NOT_DEFINED'));
    await expect(registered).rejects.toThrow(/"sync".*defineTask.*"other"/s);
    expect(memory.tasks.size).toBe(0);
  });

  it('a rejected call leaves the earlier registration as it was', async () => {
    const { task, memory } = rig();
    task.defineTask('sync', nothing);
    await task.registerTaskAsync('sync', { minimumInterval: 30 });
    const before = memory.tasks.get('sync');
    await expect(task.registerTaskAsync('sync', { minimumInterval: 0 })).rejects.toThrow(code('INVALID_OPTIONS'));
    expect(memory.tasks.get('sync')).toBe(before);
  });

  it('warns once for each clamp, unknown option and notice, and goes on', async () => {
    const { task, memory, warnings } = rig({ kind: 'android' });
    memory.notices = [{ code: 'PERIODIC_SYNC_NOT_PERMITTED', message: 'Install the app.' }];
    for (const name of ['a', 'b']) task.defineTask(name, nothing);
    for (let time = 0; time < 3; time++) {
      await task.registerTaskAsync('a', { minimumInterval: 5 + time, requiredNetworkType: 1 } as never);
      await task.registerTaskAsync('a', { minimumInterval: 5, requiredNetworkType: 1 } as never);
    }
    await task.registerTaskAsync('b');
    expect(warnings.filter((text) => text.includes('5 minutes'))).toHaveLength(1);
    expect(warnings.filter((text) => text.includes('requiredNetworkType'))).toHaveLength(1);
    expect(warnings.filter((text) => text.includes('PERIODIC_SYNC_NOT_PERMITTED'))).toHaveLength(1);
    expect(memory.tasks.get('a')?.options.minimumIntervalMs).toBe(900_000);
  });

  it('J04: three names have their own intervals; ending one leaves the others', async () => {
    const { task, memory } = rig();
    for (const [name, minimumInterval] of [
      ['a', 20],
      ['b', 60],
      ['__proto__', 90],
    ] as const) {
      task.defineTask(name, nothing);
      await task.registerTaskAsync(name, { minimumInterval });
    }
    await task.unregisterTaskAsync('b');
    await task.unregisterTaskAsync('unknown');
    expect(await task.getRegisteredTasksAsync()).toEqual(['__proto__', 'a']);
    expect([...memory.tasks.values()].map(({ options }) => options.minimumIntervalMs / 60_000)).toEqual([20, 90]);
    await task.unregisterAllTasksAsync();
    expect(await task.getRegisteredTasksAsync()).toEqual([]);
  });

  it('J02: the effective interval is echoed in minutes', async () => {
    const { task } = rig({ kind: 'android' });
    task.defineTask('sync', nothing);
    await task.registerTaskAsync('sync', { minimumInterval: 5, timeLimit: 20, maximumRetries: 2 });
    expect(await task.getTaskAsync('sync')).toMatchObject({
      name: 'sync',
      options: { minimumInterval: 15, timeLimit: 20, maximumRetries: 2, requiresNetwork: true, notHonoured: [] },
      lastRun: null,
      blockedBy: [],
      stalled: false,
    });
    expect(await task.getTaskAsync('none')).toBeNull();
  });
});

describe('J09: unregistering a running task', () => {
  it('aborts its signal, fires no expiration, logs it cancelled whatever it returns, and blocks late wakes', async () => {
    const { task, memory } = rig();
    let end: (result: BackgroundTaskResult) => void = () => undefined;
    let signal: AbortSignal | null = null;
    let calls = 0;
    task.defineTask('sync', (execution) => {
      calls++;
      signal = execution.signal;
      return new Promise((resolve) => (end = resolve));
    });
    const expired = vi.fn();
    await task.addExpirationListener(expired);
    await task.registerTaskAsync('sync');
    await settle();
    memory.wake('sync', 'timer');
    await settle();
    await task.unregisterTaskAsync('sync');
    expect(signal).toMatchObject({ aborted: true, reason: { code: 'UNREGISTERED' } });
    end(BackgroundTaskResult.Success);
    await settle();
    memory.wake('sync', 'timer');
    await settle();
    expect(calls).toBe(1);
    expect(expired).not.toHaveBeenCalled();
    expect(memory.log.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  });

  it('from inside its own callback does not wait for it', async () => {
    const { task, memory } = rig();
    let unregistered = false;
    task.defineTask('sync', async () => {
      await task.unregisterTaskAsync('sync');
      unregistered = true;
    });
    await task.registerTaskAsync('sync');
    await settle();
    memory.wake('sync', 'timer');
    await settle();
    expect(unregistered).toBe(true);
    expect(memory.log.map(({ outcome }) => outcome)).toEqual(['cancelled']);
  });
});

describe('the test trigger', () => {
  it('is false when no task is registered', async () => {
    const { task } = rig();
    task.defineTask('sync', nothing);
    expect(await task.triggerTaskWorkerForTestingAsync()).toBe(false);
  });

  it('resolves when the callbacks have ended, whatever their outcome, right after the definition', async () => {
    const { task, memory } = rig();
    const ended: string[] = [];
    task.defineTask('good', async () => {
      await settle();
      ended.push('good');
    });
    task.defineTask('bad', async () => {
      await settle();
      ended.push('bad');
      throw new Error('no');
    });
    await Promise.all([task.registerTaskAsync('good'), task.registerTaskAsync('bad', { maximumRetries: 5 })]);
    expect(await task.triggerTaskWorkerForTestingAsync({ runtime: 'headless' })).toBe(true);
    expect(ended.sort()).toEqual(['bad', 'good']);
    expect(memory.log.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'success']);
    expect(memory.tasks.get('bad')).toMatchObject({ failedAttempts: 0, anchorAt: null });
  });

  it('from inside callbacks does not wait for itself, with more tasks than slots neither', async () => {
    const { task, memory } = rig();
    const answers: boolean[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      task.defineTask(name, async () => void answers.push(await task.triggerTaskWorkerForTestingAsync()));
      await task.registerTaskAsync(name);
    }
    expect(await task.triggerTaskWorkerForTestingAsync()).toBe(true);
    expect(answers).toEqual(Array(answers.length).fill(true));
    expect(answers.length).toBeGreaterThanOrEqual(6);
    expect(memory.open.size).toBe(0);
  });

  it.each([null, 'headless', { runtime: 'page' }, { runtime: 1 }])('%j as options is INVALID_OPTIONS', async (options) => {
    await expect(rig().task.triggerTaskWorkerForTestingAsync(options as never)).rejects.toThrow(code('INVALID_OPTIONS'));
  });
});

it('every method works when destructured', async () => {
  const { task } = rig();
  const {
    defineTask,
    registerTaskAsync,
    unregisterTaskAsync,
    unregisterAllTasksAsync,
    isTaskRegisteredAsync,
    getRegisteredTasksAsync,
    getStatusAsync,
    getStatusDetailsAsync,
    getTaskAsync,
    getTaskRunsAsync,
    getPendingTaskRunsAsync,
    triggerTaskWorkerForTestingAsync,
    addExpirationListener,
    addTaskRunListener,
    define,
    schedule,
    cancel,
    statusAsync,
    finish,
    isHeadless,
    UNAVAILABLE_DENIED,
    UNAVAILABLE_RESTRICTED,
  } = task;
  defineTask('sync', nothing);
  await registerTaskAsync('sync');
  expect(await isTaskRegisteredAsync('sync')).toBe(true);
  expect(await getRegisteredTasksAsync()).toEqual(['sync']);
  expect(await getStatusAsync()).toBe(2);
  expect((await getStatusDetailsAsync()).runsWhileClosed).toBe(true);
  expect((await getTaskAsync('sync'))?.name).toBe('sync');
  await (await addExpirationListener(nothing)).remove();
  await (await addTaskRunListener(nothing)).remove();
  expect(await triggerTaskWorkerForTestingAsync()).toBe(true);
  expect(await getTaskRunsAsync()).toHaveLength(1);
  expect(await getPendingTaskRunsAsync()).toEqual([]);
  define(async () => undefined);
  await schedule();
  await finish();
  await cancel();
  expect(await statusAsync()).toEqual({ available: true });
  await unregisterTaskAsync('sync');
  await unregisterAllTasksAsync();
  expect([isHeadless, UNAVAILABLE_DENIED, UNAVAILABLE_RESTRICTED]).toEqual([false, 'denied', 'restricted']);
});
