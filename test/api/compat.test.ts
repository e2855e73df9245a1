import { describe, expect, it } from 'vitest';
import { BackgroundTaskStatus } from '../../src/definitions.js';
import { settle } from '../support/fake-clock.js';
import { rig } from './rig.js';

const NAME = 'react-native-background-task';

async function scheduled(callback: () => void | Promise<void>, options?: { timeout?: number }) {
  const parts = rig();
  parts.task.define(callback);
  await parts.task.schedule(options);
  await settle();
  return { ...parts, wake: () => parts.memory.wake(NAME, 'timer') };
}

const outcomes = (memory: { log: readonly { outcome: string }[] }) => memory.log.map(({ outcome }) => outcome);

describe('define', () => {
  it('J03: a callback that returns nothing stays open until finish()', async () => {
    const { task, memory, wake, clock } = await scheduled(() => undefined);
    wake();
    await clock.advance(20_000);
    expect(memory.log).toHaveLength(0);
    task.finish();
    await settle();
    expect(outcomes(memory)).toEqual(['success']);
  });

  it('work behind a timer is not finished before it is done', async () => {
    const order: string[] = [];
    const { task, memory, wake, clock } = await scheduled(() => undefined);
    task.define(() => {
      clock.after(5000, () => {
        order.push('work');
        task.finish();
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
      task.finish();
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
    task.finish();
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
    task.finish();
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

  it('overwrites; gets no arguments', async () => {
    const args: unknown[][] = [];
    const { task, wake, memory } = await scheduled(() => {
      throw new Error('old');
    });
    task.define(async (...given: unknown[]) => void args.push(given));
    wake();
    await settle();
    expect(args).toEqual([[]]);
    expect(outcomes(memory)).toEqual(['success']);
  });

  it('takes functions only', () => {
    expect(() => rig().task.define(undefined as never)).toThrow(expect.objectContaining({ code: 'INVALID_CALLBACK' }));
  });
});

describe('finish', () => {
  it('touches only the compat run', async () => {
    const { task, memory, wake } = await scheduled(() => undefined);
    let end: () => void = () => undefined;
    task.defineTask('other', () => new Promise<void>((resolve) => (end = resolve)));
    await task.registerTaskAsync('other');
    await settle();
    memory.wake('other', 'timer');
    wake();
    await settle();
    task.finish();
    task.finish();
    await settle();
    expect(memory.log.map(({ taskName }) => taskName)).toEqual([NAME]);
    end();
    await settle();
    expect(memory.log.map(({ taskName }) => taskName)).toEqual([NAME, 'other']);
  });

  it('with no run under way does nothing to the next one', async () => {
    const { task, memory, wake } = await scheduled(() => undefined);
    task.finish();
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
