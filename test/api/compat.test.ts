import { describe, expect, it } from 'vitest';
import type { BackgroundTaskEvent, BackgroundTaskCallback, BackgroundTaskPlugin } from '../../src/definitions.js';
import { BackgroundTaskResult, BackgroundTaskStatus } from '../../src/definitions.js';
import { START, settle } from '../support/fake-clock.js';
import { inert, rig } from './rig.js';

const NAME = 'react-native-background-task';

async function scheduled(callback: BackgroundTaskCallback, options?: { timeout?: number }) {
  const parts = rig();
  parts.task.define(callback);
  await parts.task.schedule(options);
  await settle();
  return { ...parts, wake: () => parts.memory.wake(NAME, 'timer') };
}

/** A registered task whose callback goes on until `end`. */
async function underWay({ task, memory }: Pick<ReturnType<typeof rig>, 'task' | 'memory'>, name: string) {
  let end: () => void = () => undefined;
  task.defineTask(name, () => new Promise<void>((resolve) => (end = resolve)));
  await task.registerTaskAsync(name);
  await settle();
  memory.wake(name, 'timer');
  await settle();
  return { end: () => end() };
}

const outcomes = (memory: { log: readonly { outcome: string }[] }) => memory.log.map(({ outcome }) => outcome);

describe('define', () => {
  it('J03: a callback that returns nothing stays open until finish()', async () => {
    const { task, memory, wake, clock } = await scheduled(() => undefined);
    wake();
    await clock.advance(20_000);
    expect(memory.log).toHaveLength(0);
    void task.finish();
    await settle();
    expect(outcomes(memory)).toEqual(['success']);
  });

  it('work behind a timer is not finished before it is done', async () => {
    const order: string[] = [];
    const { task, memory, wake, clock } = await scheduled(() => undefined);
    task.define(() => {
      clock.after(5000, () => {
        order.push('work');
        void task.finish();
      });
    });
    await task.addTaskRunListener(() => void order.push('settled'));
    wake();
    await clock.advance(5000);
    expect(order).toEqual(['work', 'settled']);
    expect(outcomes(memory)).toEqual(['success']);
  });

  it('a finish() in the first lines of the callback is not lost', async () => {
    const { task, memory, wake } = await scheduled(() => undefined);
    task.define(() => task.finish());
    wake();
    await settle();
    task.define(async () => {
      void task.finish();
      await new Promise(() => undefined);
    });
    wake();
    await settle();
    expect(outcomes(memory)).toEqual(['success', 'success']);
  });

  it('a promise ends it as well, whichever is first', async () => {
    let resolve: () => void = () => undefined;
    const { task, memory, wake, runner } = await scheduled(() => new Promise<void>((done) => (resolve = done)));
    wake();
    await settle();
    resolve();
    await settle();
    expect(outcomes(memory)).toEqual(['success']);
    wake();
    await settle();
    void task.finish();
    await settle();
    expect(outcomes(memory)).toEqual(['success', 'success']);
    expect(runner.isBusy(NAME)).toBe(true);
    resolve();
    await settle();
    expect(runner.isBusy(NAME)).toBe(false);
  });

  it.each([
    [undefined, 30_000],
    [{ timeout: 7 }, 7000],
  ])('with %j its timeout settles it failed with TIMEOUT, and the next run starts', async (options, ms) => {
    const { task, memory, wake, clock } = await scheduled(() => undefined, options);
    wake();
    await clock.advance(ms - 1);
    expect(memory.log).toHaveLength(0);
    await clock.advance(1);
    expect(memory.log).toMatchObject([{ outcome: 'failed', error: { code: 'TIMEOUT' } }]);
    expect(memory.tasks.get(NAME)?.failedAttempts).toBe(0);
    wake();
    await settle();
    void task.finish();
    await settle();
    expect(outcomes(memory)).toEqual(['failed', 'success']);
  });

  it('a throw and a rejection are failed', async () => {
    for (const callback of [
      () => {
        throw new Error('sync');
      },
      () => Promise.reject(new Error('async')),
    ]) {
      const { memory, wake } = await scheduled(callback);
      wake();
      await settle();
      expect(memory.log).toMatchObject([{ outcome: 'failed', error: { code: 'Error' } }]);
    }
  });

  it('overwrites; gets the event of its run', async () => {
    const args: BackgroundTaskEvent[] = [];
    const { task, wake, memory } = await scheduled(() => {
      throw new Error('old');
    });
    task.define(async (event) => void args.push(event));
    wake();
    await settle();
    expect(args).toMatchObject([{ taskName: NAME, taskId: memory.log[0]?.taskId, timestamp: START, test: false }]);
    expect(outcomes(memory)).toEqual(['success']);
  });

  it.each([
    ['at once', () => BackgroundTaskResult.Failed],
    ['by a promise', async () => BackgroundTaskResult.Failed],
  ])('a result that is returned %s ends the run with it', async (_how, callback) => {
    const { memory, wake } = await scheduled(callback);
    wake();
    await settle();
    expect(outcomes(memory)).toEqual(['failed']);
  });

  it('a number of a timer is no result: the run goes on', async () => {
    const { task, memory, wake, clock } = await scheduled(() => 734 as never);
    wake();
    await clock.advance(5000);
    expect(memory.log).toHaveLength(0);
    await task.finish();
    expect(outcomes(memory)).toEqual(['success']);
  });

  it.each([
    ['returns nothing', () => {}, true],
    ['has a name and returns nothing', function sync() {}, true],
    ['is async', async () => {}, false],
    ['returns a promise', () => Promise.resolve(), false],
    ['has a return', () => { return Promise.resolve(); }, false], // prettier-ignore
    ['calls finish() later', (task: BackgroundTaskPlugin) => { setTimeout(() => void task.finish()); }, false], // prettier-ignore
    ['is bound, so that its text is unknown', (() => {}).bind(null), false],
  ])('a callback that %s is warned about when it is defined: %3$s', (_what, callback, isWarned) => {
    const { task, warnings } = rig();
    task.define(callback as () => void);
    expect(warnings).toEqual(isWarned ? [expect.stringMatching(/^define: .*finish\(\).*Return a promise/)] : []);
  });

  it('takes functions only', () => {
    expect(() => rig().task.define(undefined as never)).toThrow(expect.objectContaining({ code: 'INVALID_CALLBACK' }));
  });
});

describe('finish', () => {
  it('ends the compat run when others are under way too', async () => {
    const { task, memory, wake } = await scheduled(() => undefined);
    const { end } = await underWay({ task, memory }, 'other');
    wake();
    await settle();
    await task.finish(BackgroundTaskResult.Failed);
    expect(memory.log).toMatchObject([{ taskName: NAME, outcome: 'failed' }]);
    end();
    await settle();
    expect(memory.log.map(({ taskName }) => taskName)).toEqual([NAME, 'other']);
  });

  it('ends the one run that is under way, with the given result; what its callback returns later counts for nothing', async () => {
    const parts = rig();
    const { task, memory, runner } = parts;
    const { end } = await underWay(parts, 'upload');
    await task.finish(BackgroundTaskResult.Failed);
    expect(memory.log).toMatchObject([{ taskName: 'upload', outcome: 'failed', error: null }]);
    memory.wake('upload', 'timer');
    await settle();
    expect(memory.declined).toMatchObject([{ taskName: 'upload', reason: 'busy' }]);
    end();
    await settle();
    expect(runner.isBusy('upload')).toBe(false);
    expect(memory.log.map(({ outcome }) => outcome)).toEqual(['failed', 'not-started']);
  });

  it('of several runs without the compat run ends none: AMBIGUOUS_FINISH names them', async () => {
    const parts = rig();
    await underWay(parts, 'upload');
    await underWay(parts, 'download');
    await expect(parts.task.finish()).rejects.toMatchObject({
      code: 'AMBIGUOUS_FINISH',
      message: expect.stringMatching(/"upload", "download".*Return the result/) as string,
    });
    await settle();
    expect(parts.memory.log).toEqual([]);
  });

  it('resolves when the platform has been told, works destructured, and does nothing where tasks cannot run', async () => {
    const parts = rig();
    await underWay(parts, 'upload');
    const { finish } = parts.task;
    const told = finish();
    expect(parts.memory.log).toEqual([]);
    await told;
    expect(outcomes(parts.memory)).toEqual(['success']);
    await expect(inert().finish()).resolves.toBeUndefined();
  });

  it('with no run under way does nothing to the next one', async () => {
    const { task, memory, wake } = await scheduled(() => undefined);
    void task.finish();
    wake();
    await settle();
    expect(memory.log).toHaveLength(0);
  });
});

describe('schedule and cancel', () => {
  it('before define is rejected', async () => {
    await expect(rig().task.schedule()).rejects.toMatchObject({ code: 'TASK_NOT_DEFINED' });
  });

  it('are an ordinary task under the reserved name: listed, logged, triggered', async () => {
    const { task, memory } = await scheduled(async () => undefined);
    expect(await task.getRegisteredTasksAsync()).toEqual([NAME]);
    expect(await task.triggerTaskWorkerForTestingAsync()).toBe(true);
    expect(await task.getTaskRunsAsync({ taskName: NAME })).toHaveLength(1);
    expect((await task.getTaskAsync(NAME))?.options).toMatchObject({ minimumInterval: 15, requiresNetwork: false });
    await task.cancel();
    await task.cancel();
    expect(memory.tasks.size).toBe(0);
  });

  it('flex is taken without a warning, a short period with one', async () => {
    const { task, warnings } = await scheduled(() => undefined);
    await task.schedule({ flex: 100 });
    expect(warnings).toEqual([]);
    await task.schedule({ period: 60 });
    await task.schedule({ period: 60 });
    expect(warnings).toHaveLength(1);
  });
});

describe('statusAsync', () => {
  const { Available, Restricted } = BackgroundTaskStatus;
  it.each([
    [Available, [], { available: true }],
    [Restricted, ['BACKGROUND_REFRESH_DENIED'], { available: false, unavailableReason: 'denied' }],
    [Restricted, ['LOW_POWER_MODE', 'PERIODIC_SYNC_NOT_PERMITTED'], { available: false, unavailableReason: 'denied' }],
    [Restricted, ['BACKGROUND_REFRESH_RESTRICTED'], { available: false, unavailableReason: 'restricted' }],
    [Restricted, [], { available: false, unavailableReason: 'restricted' }],
  ])('status %s with %j', async (status, reasons, expected) => {
    const { task, memory } = rig();
    memory.status = {
      status,
      reasons: reasons.map((code) => ({ code, message: '' })),
      runsWhileClosed: status === Available,
      platform: {},
    };
    expect(await task.statusAsync()).toEqual(expected);
  });
});
