import { describe, expect, expectTypeOf, it } from 'vitest';
import { BackgroundTaskResult } from '../../src/definitions.js';
import type { BackgroundTaskExecution, BackgroundTaskProgressEvent, BackgroundTaskRun } from '../../src/definitions.js';
import { settle, START } from '../support/fake-clock.js';
import { platformWith, rig } from './rig.js';

const code = (code: string, message = '') =>
  expect.objectContaining({ name: 'BackgroundTaskError', code, message: expect.stringContaining(message) as string }) as Error;

interface Note {
  readonly text: string;
}

describe('enqueueTaskAsync', () => {
  it('runs the callback once with the data and the id, without a registration', async () => {
    const { task, memory } = rig();
    const executions: BackgroundTaskExecution<Note>[] = [];
    task.defineTask<Note>('send', (execution) => void executions.push(execution));
    expect(await task.enqueueTaskAsync<Note>('send', { id: 'note-1', data: { text: 'hello' } })).toEqual({
      id: 'note-1',
      change: 'created',
    });
    await settle();
    expect(executions).toMatchObject([{ taskName: 'send', enqueuedId: 'note-1', data: { text: 'hello' }, trigger: 'enqueue', attempt: 1 }]);
    expectTypeOf(executions[0]?.data?.text).toEqualTypeOf<string | undefined>();
    expect(memory.items.size).toBe(0);
    expect(await task.getTaskRunsAsync()).toMatchObject([{ enqueuedId: 'note-1', final: true, outcome: 'success', progress: null }]);
    expect(await task.getRegisteredTasksAsync()).toEqual([]);
  });

  it('has defaults of its own: network, three retries, an id, no data, whatever the registration says', async () => {
    const { task, memory } = rig();
    task.defineTask('send', () => BackgroundTaskResult.Failed);
    await task.registerTaskAsync('send', { requiresNetwork: false, requiresCharging: true });
    const { id } = await task.enqueueTaskAsync('send');
    await settle();
    expect(id).toBe('item-1');
    expect([...memory.items.values()]).toMatchObject([
      { id, data: null, maximumRetries: 3, timeLimitMs: null, constraints: { requiresNetwork: true, requiresCharging: false } },
    ]);
    expect(await task.getTaskRunsAsync()).toMatchObject([{ final: false, outcome: 'failed' }]);
  });

  it('gives delay, time limit and constraints in the units of the platform', async () => {
    const { task, memory } = rig();
    task.defineTask('send', () => undefined);
    memory.open.set('send', {} as never);
    await task.enqueueTaskAsync('send', { initialDelay: 1.5, timeLimit: 20, requiresNetwork: false, requiresUnmeteredNetwork: true });
    expect([...memory.items.values()]).toMatchObject([
      { eligibleAt: START + 90_000, timeLimitMs: 20_000, constraints: { requiresNetwork: false, requiresUnmeteredNetwork: true } },
    ]);
  });

  it.each([
    ['an undefined task', 'other', {}, 'TASK_NOT_DEFINED', 'enqueueTaskAsync: the task "other"'],
    ['a bad name', '', {}, 'INVALID_TASK_NAME', 'taskName'],
    ['data that JSON does not keep', 'send', { data: { at: [new Date(0)] } }, 'INVALID_DATA', 'data.at[0]'],
    ['too much data', 'send', { data: 'x'.repeat(8191) }, 'DATA_TOO_LARGE', '8193 bytes'],
    ['a bad id', 'send', { id: '' }, 'INVALID_OPTIONS', 'id'],
    ['a bad existing', 'send', { existing: 'append' }, 'INVALID_OPTIONS', 'existing'],
    ['a negative delay', 'send', { initialDelay: -1 }, 'INVALID_OPTIONS', 'initialDelay'],
    ['a delay that is no number', 'send', { initialDelay: NaN }, 'INVALID_OPTIONS', 'initialDelay'],
    ['too many retries', 'send', { maximumRetries: 11 }, 'INVALID_OPTIONS', 'maximumRetries'],
    ['a constraint that is no boolean', 'send', { requiresCharging: 1 }, 'INVALID_OPTIONS', 'requiresCharging'],
  ])('%s rejects and stores nothing', async (_, name, options, expected, message) => {
    const { task, memory } = rig();
    task.defineTask('send', () => undefined);
    await expect(task.enqueueTaskAsync(name, options as never)).rejects.toThrow(code(expected, message));
    expect(memory.items.size).toBe(0);
  });

  it('an unknown option is warned about once', async () => {
    const { task, warnings } = rig();
    task.defineTask('send', () => undefined);
    for (let time = 0; time < 2; time++) await task.enqueueTaskAsync('send', { minimumInterval: 5 } as never);
    expect(warnings).toEqual([expect.stringContaining('"send": minimumInterval: no such option')]);
  });

  it('on native code without a queue it rejects PLUGIN_OUTDATED', async () => {
    const unimplemented = () => Promise.reject(Object.assign(new Error('not implemented on android'), { code: 'UNIMPLEMENTED' }));
    const { task } = rig(platformWith({ enqueueTask: unimplemented, cancelEnqueued: unimplemented, getEnqueued: unimplemented }));
    task.defineTask('send', () => undefined);
    await expect(task.enqueueTaskAsync('send')).rejects.toThrow(code('PLUGIN_OUTDATED'));
    await expect(task.cancelEnqueuedAsync('send')).rejects.toThrow(code('PLUGIN_OUTDATED'));
    await expect(task.getEnqueuedAsync()).rejects.toThrow(code('PLUGIN_OUTDATED'));
  });
});

describe('the queue', () => {
  it('shows waiting items, with their data only if asked', async () => {
    const { task } = rig();
    task.defineTask('send', () => BackgroundTaskResult.Failed);
    await task.enqueueTaskAsync('send', { id: 'a', data: [1] });
    await settle();
    const item = { id: 'a', taskName: 'send', enqueuedAt: START, eligibleAt: START + 30_000, attempts: 1, running: false, blockedBy: [] };
    expect(await task.getEnqueuedAsync()).toEqual([{ ...item, data: null }]);
    expect(await task.getEnqueuedAsync({ taskName: 'send', includeData: true })).toEqual([{ ...item, data: [1] }]);
    expect(await task.getEnqueuedAsync({ taskName: 'other' })).toEqual([]);
    await expect(task.getEnqueuedAsync({ limit: 0 })).rejects.toThrow(code('INVALID_OPTIONS', 'limit'));
    await expect(task.getEnqueuedAsync({ includeData: 1 } as never)).rejects.toThrow(code('INVALID_OPTIONS', 'includeData'));
  });

  it('cancelling aborts a running callback with CANCELLED', async () => {
    const { task } = rig();
    let signal: AbortSignal | null = null;
    task.defineTask('send', (execution) => {
      signal = execution.signal;
      return new Promise(() => undefined);
    });
    await task.enqueueTaskAsync('send', { id: 'a' });
    await settle();
    expect(await task.getEnqueuedAsync()).toMatchObject([{ id: 'a', running: true }]);
    await task.cancelEnqueuedAsync('send', 'a');
    expect((signal as unknown as AbortSignal).reason).toMatchObject({ code: 'CANCELLED' });
    expect(await task.getEnqueuedAsync()).toEqual([]);
    expect(await task.getTaskRunsAsync()).toMatchObject([{ outcome: 'cancelled', final: true }]);
    await task.cancelEnqueuedAsync('send');
    await expect(task.cancelEnqueuedAsync('send', '')).rejects.toThrow(code('INVALID_OPTIONS', 'id'));
  });
});

it('progress reaches the listeners, the open runs and the log, as the value that was set', async () => {
  const { task, clock } = rig();
  let end: () => void = () => undefined;
  task.defineTask('send', ({ setProgress }) => {
    setProgress({ percent: 10 });
    return new Promise((resolve) => (end = resolve));
  });
  const heard: BackgroundTaskProgressEvent[] = [];
  const runs: BackgroundTaskRun[] = [];
  const handle = await task.addTaskProgressListener((event) => void heard.push(event));
  await task.addTaskRunListener((run) => void runs.push(run));
  await expect(task.addTaskProgressListener(null as never)).rejects.toThrow(code('INVALID_CALLBACK'));
  await task.enqueueTaskAsync('send', { id: 'a' });
  await settle();
  expect(heard).toEqual([{ taskName: 'send', taskId: expect.any(String) as string, enqueuedId: 'a', progress: { percent: 10 } }]);
  expect(await task.getPendingTaskRunsAsync()).toMatchObject([{ progress: { percent: 10 }, enqueuedId: 'a', final: false }]);
  await handle.remove();
  end();
  await clock.advance(1000);
  expect(runs).toMatchObject([{ outcome: 'success', final: true }]);
  expect(heard).toHaveLength(1);
});

describe('initialDelay and window of a registration', () => {
  it('are stored, and shown as they were given', async () => {
    const { task, memory, warnings } = rig();
    task.defineTask('sync', () => undefined);
    await task.registerTaskAsync('sync', { initialDelay: 0, window: { from: '22:00', to: '06:30' } });
    expect(memory.tasks.get('sync')).toMatchObject({
      version: 2,
      options: { initialDelayMs: 0, window: { fromMinutes: 1320, toMinutes: 390 } },
    });
    expect((await task.getTaskAsync('sync'))?.options).toMatchObject({
      initialDelay: 0,
      window: { from: '22:00', to: '06:30' },
      notHonoured: [],
    });
    await task.registerTaskAsync('sync');
    expect((await task.getTaskAsync('sync'))?.options).toMatchObject({ initialDelay: null, window: null });
    expect(warnings).toEqual([]);
  });

  it.each([
    [{ window: { from: '22:00', to: '22:00' } }, 'window: two different times'],
    [{ window: { from: '24:00', to: '22:00' } }, 'window'],
    [{ window: { from: '9:00', to: '22:00' } }, 'window'],
    [{ window: { from: '09:00' } }, 'window'],
    [{ window: '22:00-06:00' }, 'window'],
    [{ window: null }, 'window'],
    [{ initialDelay: Infinity }, 'initialDelay'],
    [{ initialDelay: '5' }, 'initialDelay'],
  ])('%j is refused', async (options, message) => {
    const { task, memory } = rig();
    task.defineTask('sync', () => undefined);
    await expect(task.registerTaskAsync('sync', options as never)).rejects.toThrow(code('INVALID_OPTIONS', message));
    expect(memory.tasks.size).toBe(0);
  });

  it.each([
    ['23:50', '00:10', 1],
    ['23:50', '00:20', 0],
  ])('a window from %s to %s is warned about %i times', async (from, to, times) => {
    const { task, warnings } = rig();
    task.defineTask('sync', () => undefined);
    await task.registerTaskAsync('sync', { window: { from, to } });
    await task.registerTaskAsync('sync', { window: { from, to } });
    expect(warnings).toHaveLength(times);
  });

  it('older native code gets neither: both are listed as not honoured, with one warning', async () => {
    const requests: object[] = [];
    const { task, memory, warnings } = rig(
      platformWith({
        attach: async () => ({ contractVersion: 1, runs: [] }),
        registerTask: async (request) => {
          requests.push(request.options);
          return memory.registerTask(request);
        },
      }),
    );
    task.defineTask('sync', () => undefined);
    for (let time = 0; time < 2; time++) await task.registerTaskAsync('sync', { initialDelay: 5, window: { from: '22:00', to: '06:00' } });
    for (const options of requests) expect(Object.keys(options)).not.toEqual(expect.arrayContaining(['window']));
    expect(requests.some((options) => 'initialDelayMs' in options)).toBe(false);
    expect((await task.getTaskAsync('sync'))?.options).toMatchObject({ notHonoured: ['initialDelay', 'window'], window: null });
    expect(warnings.filter((line) => line.includes('initialDelay, window'))).toHaveLength(1);
  });
});

describe('the test trigger', () => {
  it('names a task or an item', async () => {
    const requests: unknown[] = [];
    const { task } = rig(
      platformWith({
        triggerTasks: async (request) => {
          requests.push(request);
          return { triggered: true };
        },
      }),
    );
    await task.triggerTaskWorkerForTestingAsync();
    await task.triggerTaskWorkerForTestingAsync({ taskName: 'sync' });
    await task.triggerTaskWorkerForTestingAsync({ taskName: 'send', enqueuedId: 'a', runtime: 'headless' });
    expect(requests).toEqual([
      { runtimeId: 'page-1', headless: false },
      { runtimeId: 'page-1', headless: false, taskName: 'sync' },
      { runtimeId: 'page-1', headless: true, taskName: 'send', enqueuedId: 'a' },
    ]);
    await expect(task.triggerTaskWorkerForTestingAsync({ enqueuedId: 'a' })).rejects.toThrow(code('INVALID_TASK_NAME'));
    await expect(task.triggerTaskWorkerForTestingAsync({ taskName: 'send', enqueuedId: 5 } as never)).rejects.toThrow(
      code('INVALID_OPTIONS', 'id'),
    );
  });
});
