import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackgroundTask, BackgroundTaskResult } from '../../src/index.js';
import { createVirtualDevice } from '../../src/testing/index.js';
import type { VirtualDevice, VirtualDeviceOptions } from '../../src/testing/index.js';

let device: VirtualDevice;

function start(options: VirtualDeviceOptions = {}): VirtualDevice {
  device = createVirtualDevice({ now: '2026-11-27T08:00', ...options });
  device.install();
  return device;
}

afterEach(async () => {
  vi.useRealTimers();
  await BackgroundTask.unregisterAllTasksAsync().catch(() => undefined);
  device.uninstall();
  vi.restoreAllMocks();
});

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

describe('what it says', () => {
  it('the status is that of the device', async () => {
    start({ platform: 'ios', state: { lowPowerMode: true } });
    expect(await BackgroundTask.getStatusDetailsAsync()).toMatchObject({
      status: 1,
      runsWhileClosed: false,
      reasons: [{ code: 'LOW_POWER_MODE' }],
    });
  });

  it('a test that leaves something behind is told so', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    start();
    BackgroundTask.defineTask('sync', () => undefined);
    await BackgroundTask.registerTaskAsync('sync');
    device.uninstall();
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/left with registered tasks: "sync"/));
  });

  it('nothing is touched without install(), and everything is as before after uninstall()', async () => {
    device = createVirtualDevice();
    await expect(BackgroundTask.getStatusAsync()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    device.install();
    expect(await BackgroundTask.isAvailableAsync()).toBe(true);
    device.uninstall();
    await expect(BackgroundTask.getStatusAsync()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it.each([
    [() => createVirtualDevice({ platform: 'symbian' as never }), /platform: "android"/],
    [() => createVirtualDevice({ timeZone: 'Atlantis' }), /timeZone: "Atlantis"/],
    [() => createVirtualDevice({ now: 'tomorrow' }), /a moment/],
    [() => createVirtualDevice({ timers: {} }), /timers: give/],
  ])('refuses what it does not know: %#', (make, message) => {
    device = createVirtualDevice();
    expect(make).toThrow(message);
  });

  it('refuses to wake a task that is not there, or that must wait', async () => {
    start({ state: { charging: false } });
    BackgroundTask.defineTask('sync', () => undefined);
    await BackgroundTask.registerTaskAsync('sync', { requiresCharging: true });
    await expect(device.wake('other')).rejects.toThrow(/"other" is neither registered .*"sync"/);
    await expect(device.wake('sync')).rejects.toThrow(/waits for charging.*device\.set/);
    await expect(device.stop('sync')).rejects.toThrow(/no run of "sync"/);
    await expect(device.advance(-1)).rejects.toThrow(/advance/);
    await expect(device.advanceTo('2026-11-27T07:00')).rejects.toThrow(/has passed/);
  });
});
