import { describe, expect, it, vi } from 'vitest';
import { BackgroundTask, BackgroundTaskResult } from '../../src/index.js';
import { device, start } from './device.js';

const HOUR = 3_600_000;

describe('an Android phone', () => {
  it('runs a task once an interval, in the page while it is on screen', async () => {
    start();
    let ran = 0;
    BackgroundTask.defineTask('sync', async () => {
      ran++;
      return BackgroundTaskResult.Success;
    });
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 });
    await device.advance({ hours: 6 });
    expect(ran).toBe(12);
    const [last] = await BackgroundTask.getTaskRunsAsync({ taskName: 'sync' });
    expect(last).toMatchObject({ outcome: 'success', runtime: 'page', trigger: 'work-manager', test: false });
  });

  it('runs it in a headless runtime after the app was closed, and isHeadless says so', async () => {
    start();
    const seen: unknown[] = [];
    BackgroundTask.defineTask('sync', ({ runtime }) => void seen.push([runtime, BackgroundTask.isHeadless]));
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    device.app.swipeAway();
    await device.advance({ hours: 2 });
    expect(seen).toEqual([
      ['headless', true],
      ['headless', true],
    ]);
  });

  it('waits for the conditions that the task asks for, and says which', async () => {
    start({ state: { network: 'none' } });
    let ran = 0;
    BackgroundTask.defineTask('sync', () => void ran++);
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    await device.advance('03:00:00');
    expect(ran).toBe(0);
    expect((await BackgroundTask.getTaskAsync('sync'))?.blockedBy).toEqual(['network']);
    expect(String(device.explain('sync'))).toContain('network until that changes: the task asks for it');
    device.set({ network: 'wifi' });
    await device.advance(1000);
    expect(ran).toBe(1);
  });

  it('keeps to the quota of the rare bucket: three sessions in 24 hours', async () => {
    start({ state: { bucket: 'rare' } });
    let ran = 0;
    BackgroundTask.defineTask('sync', () => void ran++);
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    device.app.close();
    await device.advance({ hours: 23 });
    expect(ran).toBe(3);
    const explained = device.explain('sync');
    expect(explained?.blockedBy).toMatchObject([{ blocker: 'quota', rule: { id: 'android.quota.rare', standing: 'source' } }]);
    device.set({ charging: true });
    await device.advance({ hours: 3 });
    expect(ran).toBeGreaterThanOrEqual(5);
  });

  it('runs in the maintenance windows of Doze only', async () => {
    start();
    const at: number[] = [];
    BackgroundTask.defineTask('sync', ({ timestamp }) => void at.push((timestamp - begun) / HOUR));
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 15 });
    device.app.close();
    device.set({ doze: true });
    const begun = device.now;
    await device.advance({ hours: 8 });
    expect(at.every((hours) => hours >= 1)).toBe(true);
    expect(at.length).toBeLessThan(6);
  });

  it('runs nothing after "Force stop" until the app is opened', async () => {
    start();
    let ran = 0;
    BackgroundTask.defineTask('sync', () => void ran++);
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 });
    device.app.forceStop();
    await device.advance({ days: 2 });
    expect(ran).toBe(0);
    await device.app.open();
    await device.advance(1000);
    expect(ran).toBe(1);
  });

  it('a run that fails is tried again after its backoff, as often as asked', async () => {
    start();
    const attempts: number[] = [];
    BackgroundTask.defineTask('sync', ({ attempt }) => {
      attempts.push(attempt);
      return BackgroundTaskResult.Failed;
    });
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60, maximumRetries: 2 });
    await device.advance({ hours: 1, minutes: 10 });
    expect(attempts).toEqual([1, 2, 3]);
  });
});

describe('an iPhone', () => {
  it('runs at a moment of its own after the earliest date, the same one for the same seed', async () => {
    const times = async (seed: number) => {
      start({ platform: 'ios', seed });
      const at: number[] = [];
      BackgroundTask.defineTask('sync', ({ timestamp }) => void at.push(timestamp));
      await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 120 });
      device.app.background();
      await device.advance({ days: 1 });
      await BackgroundTask.unregisterAllTasksAsync();
      device.uninstall();
      return at;
    };
    const [one, again, other] = [await times(3), await times(3), await times(4)];
    expect(one.length).toBeGreaterThan(3);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('launches nothing after the user has swiped the app away', async () => {
    start({ platform: 'ios' });
    let ran = 0;
    BackgroundTask.defineTask('sync', () => void ran++);
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    device.app.swipeAway();
    await device.advance({ days: 3 });
    expect(ran).toBe(0);
    expect(device.explain('sync')).toMatchObject({ nextAt: null, blockedBy: [{ blocker: 'force-quit', rule: { id: 'ios.force-quit' } }] });
  });
});

describe('a browser', () => {
  it('a closed page is woken by periodic sync, twelve hours apart at best', async () => {
    start({ platform: 'web' });
    const runs: unknown[] = [];
    BackgroundTask.defineTask('sync', ({ runtime, trigger }) => void runs.push([runtime, trigger]));
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    device.app.close();
    await device.advance({ days: 2 });
    expect(runs).toEqual(Array.from({ length: 4 }, () => ['service-worker', 'periodic-sync']));
  });

  it('a task with the interval of the gap runs at every wake: the browser counts from the end of the event', async () => {
    vi.useFakeTimers();
    start({ platform: 'web', timers: vi });
    const ran: number[] = [];
    BackgroundTask.defineTask('sync', async ({ timestamp }) => {
      ran.push(timestamp);
      await new Promise((resolve) => setTimeout(resolve, 20_000));
    });
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 12 * 60 });
    device.app.close();
    await device.advance({ days: 3 });
    expect(ran).toHaveLength(5);
    for (const [index, at] of ran.slice(1).entries()) expect(at - (ran[index] ?? 0)).toBeLessThan(12 * HOUR + 25_000);
  });

  it('a run that failed comes again 5 and 15 minutes later, as the browser repeats an event that was rejected, then after the gap', async () => {
    start({ platform: 'web' });
    const ran: number[] = [];
    const begun = device.now;
    BackgroundTask.defineTask('sync', ({ timestamp }) => {
      ran.push((timestamp - begun) / 60_000);
      return BackgroundTaskResult.Failed;
    });
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60, maximumRetries: 10 });
    device.app.close();
    await device.advance({ days: 1, hours: 1 });
    expect(ran).toEqual([720, 725, 740, 1460, 1465, 1480]);
  });

  it('a site that is hardly used waits three times as long, and one without permission for the next visit', async () => {
    start({ platform: 'web', state: { engagement: 'minimal' } });
    let ran = 0;
    BackgroundTask.defineTask('sync', () => void ran++);
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
    device.app.close();
    await device.advance({ hours: 37 });
    expect(ran).toBe(1);
    device.set({ periodicSync: 'denied' });
    await device.advance({ days: 5 });
    expect(ran).toBe(1);
    await device.app.open();
    await device.advance(1000);
    expect(ran).toBe(2);
  });
});
