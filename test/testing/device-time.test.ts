import { describe, expect, it, vi } from 'vitest';
import { BackgroundTask } from '../../src/index.js';
import { device, start } from './device.js';

const HOUR = 3_600_000;

describe('time and callbacks', () => {
  it('stands still while a callback does real work', async () => {
    start();
    let took = -1;
    BackgroundTask.defineTask('sync', async () => {
      const before = device.now;
      await new Promise((resolve) => setTimeout(resolve, 20));
      took = device.now - before;
    });
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    await device.advance({ hours: 1 });
    expect(took).toBe(0);
  });

  it('a callback that never settles is taken to its deadline, and settles expired', async () => {
    start({ patience: 30 });
    const codes: unknown[] = [];
    BackgroundTask.defineTask('sync', ({ signal }) => {
      signal.addEventListener('abort', () => codes.push((signal.reason as { code: string }).code));
      return new Promise<never>(() => undefined);
    });
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    await device.wake('sync');
    expect(codes).toEqual(['EXPIRED']);
    const [run] = await BackgroundTask.getTaskRunsAsync();
    expect(run).toMatchObject({ outcome: 'expired' });
    expect((run?.settledAt ?? 0) - (run?.claimedAt ?? 0)).toBe(9 * 60_000 + 2000);
  });

  it('with fake timers both clocks move together', async () => {
    vi.useFakeTimers();
    start({ timers: vi });
    const order: string[] = [];
    BackgroundTask.defineTask('sync', async () => {
      await new Promise((resolve) => setTimeout(resolve, 90_000));
      order.push('after 90 s');
    });
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    setTimeout(() => order.push('the app’s own timer'), HOUR - 1);
    await device.advance({ hours: 1, minutes: 5 });
    expect(order).toEqual(['the app’s own timer', 'after 90 s']);
    const [run] = await BackgroundTask.getTaskRunsAsync();
    expect((run?.settledAt ?? 0) - (run?.claimedAt ?? 0)).toBeGreaterThanOrEqual(90_000);
    expect((run?.settledAt ?? 0) - (run?.claimedAt ?? 0)).toBeLessThan(92_000);
  });

  it('the system may stop a run; the callback is told why', async () => {
    start();
    const reasons: string[] = [];
    const handle = await BackgroundTask.addExpirationListener(({ reason }) => void reasons.push(reason));
    BackgroundTask.defineTask('sync', ({ signal }) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())));
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    const waking = device.wake('sync');
    await device.stop('sync', 'quota');
    await waking;
    await handle.remove();
    expect(reasons).toEqual(['quota']);
    expect(await BackgroundTask.getTaskRunsAsync()).toMatchObject([{ outcome: 'expired' }]);
  });

  it.each(['opened', 'claimed', 'mid-run', 'finishing'] as const)('a process that dies with its run %s loses no work', async (point) => {
    start();
    let done = 0;
    BackgroundTask.defineTask('sync', async () => {
      await Promise.resolve();
      done++;
    });
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    device.app.close();
    device.kill(point);
    await device.advance({ hours: 1 });
    expect(await BackgroundTask.getTaskRunsAsync()).toEqual([]);
    await device.advance({ minutes: 10 });
    expect(await BackgroundTask.getPendingTaskRunsAsync()).toEqual([]);
    expect((await BackgroundTask.getTaskRunsAsync()).map(({ outcome }) => outcome)).toContain('success');
    expect(done).toBeGreaterThanOrEqual(1);
    expect(String(device.timeline())).toContain('the process died');
  });

  it('triggerTaskWorkerForTestingAsync needs no advance', async () => {
    start();
    let ran = 0;
    BackgroundTask.defineTask('sync', () => void ran++);
    await BackgroundTask.registerTaskAsync('sync');
    expect(await BackgroundTask.triggerTaskWorkerForTestingAsync()).toBe(true);
    expect(ran).toBe(1);
  });

  it('a task that nobody defines is logged as undefined', async () => {
    start();
    BackgroundTask.defineTask('gone', () => undefined, { runtimes: ['page'] });
    await BackgroundTask.registerTaskAsync('gone', { minimumInterval: 60 });
    device.app.close();
    await device.advance({ hours: 1, minutes: 1 });
    expect(await BackgroundTask.getTaskRunsAsync()).toMatchObject([{ outcome: 'undefined' }]);
  });
});
