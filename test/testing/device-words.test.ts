import { describe, expect, it, vi } from 'vitest';
import { BackgroundTask } from '../../src/index.js';
import { createVirtualDevice } from '../../src/testing/index.js';
import { create, device, start } from './device.js';

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
    create();
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
    create();
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
