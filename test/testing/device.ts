import { afterEach, vi } from 'vitest';
import { BackgroundTask } from '../../src/index.js';
import { createVirtualDevice } from '../../src/testing/index.js';
import type { VirtualDevice, VirtualDeviceOptions } from '../../src/testing/index.js';

/** The device of the test that runs. After each test it is emptied and taken away. */
export let device: VirtualDevice;

export function create(options: VirtualDeviceOptions = {}): VirtualDevice {
  // A report has its own time.
  device = createVirtualDevice(options.from === undefined ? { now: '2026-11-27T08:00', ...options } : options);
  return device;
}

export function start(options: VirtualDeviceOptions = {}): VirtualDevice {
  create(options).install();
  return device;
}

afterEach(async () => {
  vi.useRealTimers();
  await BackgroundTask.unregisterAllTasksAsync().catch(() => undefined);
  device.uninstall();
  vi.restoreAllMocks();
});
