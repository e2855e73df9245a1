import { afterEach, beforeEach, expect, test } from 'vitest';
import { BackgroundTask } from '../../src/index.js';
import { createVirtualDevice } from '../../src/testing/index.js';
import type { VirtualDevice } from '../../src/testing/index.js';

const WINDOW = { window: { from: '22:00', to: '06:00' } };
let device: VirtualDevice;

beforeEach(() => {
  device = createVirtualDevice({ platform: 'android' });
  device.install();
  BackgroundTask.defineTask('sync', () => undefined);
});
afterEach(async () => {
  await BackgroundTask.unregisterAllTasksAsync();
  device.uninstall();
});

// Options that an older native part may not know are asked for first. Nobody awaits the calls.
test.each(['before', 'after'])(
  'a logout right after a registration with a window leaves nothing, %s the platform is known',
  async (when) => {
    if (when === 'after') {
      await BackgroundTask.registerTaskAsync('sync', WINDOW);
      await BackgroundTask.unregisterTaskAsync('sync');
    }
    await Promise.all([BackgroundTask.registerTaskAsync('sync', WINDOW), BackgroundTask.unregisterAllTasksAsync()]);
    expect(await BackgroundTask.getRegisteredTasksAsync()).toEqual([]);
  },
);

test('of two registrations the later one counts, whichever of them has to ask first', async () => {
  await Promise.all([
    BackgroundTask.registerTaskAsync('sync', { initialDelay: 0, minimumInterval: 60 }),
    BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 }),
  ]);
  expect((await BackgroundTask.getTaskAsync('sync'))?.options.minimumInterval).toBe(30);
  await Promise.all([
    BackgroundTask.registerTaskAsync('sync', { minimumInterval: 45 }),
    BackgroundTask.registerTaskAsync('sync', { ...WINDOW, minimumInterval: 90 }),
  ]);
  expect((await BackgroundTask.getTaskAsync('sync'))?.options.minimumInterval).toBe(90);
});
