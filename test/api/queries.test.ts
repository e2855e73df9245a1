import { describe, expect, it } from 'vitest';
import { MAXIMUM_ITEMS } from '../../src/core/constants.js';
import { parseRunsOptions } from '../../src/api/query-options.js';
import { BackgroundTaskStatus } from '../../src/definitions.js';
import type { RunView } from '../../src/core/records.js';
import type { BackgroundTaskRun } from '../../src/definitions.js';
import { settle } from '../support/fake-clock.js';
import { never } from '../runner/fake-platform.js';
import { platformWith, rig } from './rig.js';

const nothing = (): void => undefined;
const code = (code: string) => expect.objectContaining({ name: 'BackgroundTaskError', code }) as Error;

describe('queries', () => {
  it('a platform whose JSON drops empty values answers in full shape', async () => {
    const run = { taskId: '1', taskName: 'sync', trigger: 'test', attempt: 1, timestamp: 5 } as unknown as RunView;
    const options = { minimumIntervalMs: 1_800_000, requiresNetwork: true };
    const { task } = rig(
      platformWith({
        getTask: async () => ({ task: { name: 'sync', options, registeredAt: 1, nextEligibleAt: 2, lastRun: run } }) as never,
        getTasks: async () => ({}) as never,
        getRuns: async () => ({ runs: [run] }),
        getStatus: async () => ({ status: 1 }) as never,
      }),
    );
    const full = {
      claimedAt: null,
      settledAt: null,
      runtime: null,
      deadline: null,
      outcome: null,
      error: null,
      test: true,
      enqueuedId: null,
      final: false,
      progress: null,
    };
    expect(await task.getTaskRunsAsync()).toEqual([{ ...run, ...full }]);
    expect(await task.getPendingTaskRunsAsync()).toEqual([{ ...run, ...full }]);
    expect(await task.getTaskAsync('sync')).toMatchObject({
      lastRun: full,
      blockedBy: [],
      stalled: false,
      options: { minimumInterval: 30, timeLimit: null, notHonoured: [] },
    });
    expect(await task.getRegisteredTasksAsync()).toEqual([]);
    expect(await task.getStatusDetailsAsync()).toEqual({
      status: BackgroundTaskStatus.Restricted,
      reasons: [],
      runsWhileClosed: false,
      platform: {},
    });
  });

  it('an unknown task of a platform that drops null is null', async () => {
    const { task } = rig(platformWith({ getTask: async () => ({}) as never }));
    expect(await task.getTaskAsync('sync')).toBeNull();
    expect(await task.isTaskRegisteredAsync('sync')).toBe(false);
  });

  it('runs come newest first, by task and limit; wrong options are rejected', async () => {
    const { task } = rig();
    for (const name of ['a', 'b']) {
      task.defineTask(name, nothing);
      await task.registerTaskAsync(name);
    }
    await task.triggerTaskWorkerForTestingAsync();
    await task.triggerTaskWorkerForTestingAsync();
    expect(await task.getTaskRunsAsync()).toHaveLength(4);
    expect(await task.getTaskRunsAsync({ taskName: 'a' })).toHaveLength(2);
    expect(await task.getTaskRunsAsync({ limit: 1 })).toHaveLength(1);
    for (const limit of [0, -1, 1.5, '3', null])
      await expect(task.getTaskRunsAsync({ limit } as never)).rejects.toThrow(code('INVALID_OPTIONS'));
    await expect(task.getTaskRunsAsync({ taskName: '' })).rejects.toThrow(code('INVALID_TASK_NAME'));
  });

  it('run listeners hear each settled run until they are removed', async () => {
    const { task } = rig();
    task.defineTask('sync', nothing);
    await task.registerTaskAsync('sync');
    const heard: BackgroundTaskRun[] = [];
    const handle = await task.addTaskRunListener((run) => void heard.push(run));
    await task.triggerTaskWorkerForTestingAsync();
    await handle.remove();
    await handle.remove();
    await task.triggerTaskWorkerForTestingAsync();
    expect(heard).toMatchObject([{ taskName: 'sync', outcome: 'success' }]);
  });

  it('a run listener that throws or rejects is reported, and neither the run nor the other listeners notice', async () => {
    const { task, memory, warnings } = rig();
    task.defineTask('sync', nothing);
    await task.registerTaskAsync('sync');
    const heard: string[] = [];
    await task.addTaskRunListener(() => {
      throw new Error('thrown by the app');
    });
    await task.addTaskRunListener((): never => Promise.reject(new Error('rejected by the app')) as never);
    await task.addTaskRunListener((run) => void heard.push(run.taskName));
    expect(await task.triggerTaskWorkerForTestingAsync()).toBe(true);
    await settle();
    expect(heard).toEqual(['sync']);
    expect(memory.log).toHaveLength(1);
    expect(warnings).toEqual([
      expect.stringMatching(/run listener.*thrown by the app/),
      expect.stringMatching(/run listener.*rejected by the app/),
    ]);
  });

  it('a listener that is no function is rejected', async () => {
    const { task } = rig();
    await expect(task.addExpirationListener(undefined as never)).rejects.toThrow(code('INVALID_CALLBACK'));
    await expect(task.addTaskRunListener({} as never)).rejects.toThrow(code('INVALID_CALLBACK'));
  });
});

describe('a platform that never answers', () => {
  it.each([
    ['isTaskRegisteredAsync', 'getTask'],
    ['getTaskAsync', 'getTask'],
    ['getRegisteredTasksAsync', 'getTasks'],
    ['getStatusAsync', 'getStatus'],
    ['getStatusDetailsAsync', 'getStatus'],
    ['statusAsync', 'getStatus'],
    ['getTaskRunsAsync', 'getRuns'],
    ['getPendingTaskRunsAsync', 'getRuns'],
  ] as const)('%s rejects NO_ANSWER after half a minute', async (method, asked) => {
    const { task, clock } = rig(platformWith({ [asked]: never }));
    const answer = (task[method] as (name?: string) => Promise<unknown>)(
      method.startsWith('getTaskA') || method.startsWith('is') ? 'sync' : undefined,
    );
    const rejected = expect(answer).rejects.toThrow(code('NO_ANSWER'));
    await clock.advance(30_000);
    await rejected;
    expect(clock.pendingTimers).toBe(0);
  });

  it.each(['registerTask', 'unregisterTask', 'unregisterAllTasks'] as const)(
    '%s goes on waiting, for what is stored late must not have been rejected; it says so once',
    async (asked) => {
      let answer: (value?: unknown) => void = nothing;
      const { task, clock, warnings } = rig(platformWith({ [asked]: () => new Promise((resolve) => (answer = resolve)) }));
      task.defineTask('sync', nothing);
      let resolved = false;
      const changed = {
        registerTask: () => task.registerTaskAsync('sync'),
        unregisterTask: () => task.unregisterTaskAsync('sync'),
        unregisterAllTasks: task.unregisterAllTasksAsync,
      }[asked]();
      void changed.then(() => (resolved = true));
      await clock.advance(3_600_000);
      expect(resolved).toBe(false);
      expect(warnings).toEqual([expect.stringContaining(`${asked}Async has not been answered`)]);
      answer({ change: 'created', notices: [] });
      await changed;
      expect(clock.pendingTimers).toBe(0);
    },
  );
});

it('a limit above all that can be held is asked for as what a platform can count', () => {
  expect(parseRunsOptions({ limit: Number.MAX_SAFE_INTEGER }).limit).toBe(MAXIMUM_ITEMS);
  expect(parseRunsOptions({ limit: 7 }).limit).toBe(7);
});
