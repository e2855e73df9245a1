import { afterEach, expect, test, vi } from 'vitest';
import { BackgroundTask } from '../../src/index.js';
import { createVirtualDevice } from '../../src/testing/index.js';
import type { VirtualDevice, VirtualDeviceOptions } from '../../src/testing/index.js';

let device: VirtualDevice | null = null;
function installed(options: VirtualDeviceOptions): VirtualDevice {
  device?.uninstall();
  device = createVirtualDevice({ patience: 200, ...options });
  device.install();
  return device;
}
afterEach(async () => {
  await BackgroundTask.unregisterAllTasksAsync();
  device?.uninstall();
  device = null;
  vi.restoreAllMocks();
});

const runs = async (): Promise<unknown[]> => (await BackgroundTask.getTaskRunsAsync()).map(({ outcome }) => outcome);

test('Doze that is there from the start holds a task up as Doze that comes later does', async () => {
  for (const isThere of [true, false]) {
    const phone = installed({ platform: 'android', ...(isThere && { state: { doze: true } }) });
    BackgroundTask.defineTask('sync', () => undefined);
    await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 });
    phone.app.close();
    if (!isThere) phone.set({ doze: true });
    await phone.advance({ minutes: 31 });
    expect(await runs()).toEqual([]);
    await BackgroundTask.unregisterAllTasksAsync();
  }
});

test('Doze of a report holds its tasks up', async () => {
  installed({ platform: 'android', now: '2026-11-27T08:00' });
  BackgroundTask.defineTask('sync', () => undefined);
  await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 });
  const { tasks, ...rest } = await BackgroundTask.getReportAsync();
  const report = { ...rest, tasks: tasks.map((task) => ({ ...task, blockedBy: ['doze' as const] })) };
  const phone = installed({ from: report });
  phone.app.close();
  await phone.advanceTo(report.createdAt);
  await phone.advance({ minutes: 31 });
  expect([phone.state.doze, await runs()]).toEqual([true, []]);
});

test('times are read in the time zone of the device, however they are written', async () => {
  for (const text of ['2026-11-27 09:00:00', '2026-11-27T09:00:00.000', '2026-11-27T09:00']) {
    const phone = installed({ platform: 'android', now: '2026-11-27T08:00', timeZone: 'Asia/Tokyo' });
    await phone.advanceTo(text);
    expect(new Date(phone.now).toISOString()).toBe('2026-11-27T00:00:00.000Z');
  }
});

test.each([
  ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
  ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00.000Z'],
  ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00.000Z'],
])('a local time that comes twice in %s, or never, is read as JavaScript’s Date reads it: %s', async (timeZone, local, moment) => {
  const phone = installed({ platform: 'android', now: '2026-01-01T08:00', timeZone });
  await phone.advanceTo(local);
  expect(new Date(phone.now).toISOString()).toBe(moment);
});

test.each(['android', 'ios', 'web'] as const)('on %s explain says when a process that has died is started again', async (platform) => {
  const phone = installed({ platform });
  BackgroundTask.defineTask('sync', () => undefined);
  await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 720 });
  phone.app.background();
  phone.kill('claimed');
  while (!String(phone.timeline()).includes('the process died')) expect(await phone.next()).toBe(true);
  const diedAt = phone.now;
  const explained = phone.explain('sync');
  expect(explained?.blockedBy.find(({ blocker }) => blocker === 'restart')).toMatchObject({
    until: diedAt + 30_000,
    rule: { id: 'android.restart-after-death' },
  });
  expect(explained?.nextAt).toBeGreaterThanOrEqual(diedAt + 30_000);
  await phone.next();
  expect(phone.now).toBe(explained?.nextAt);
});

test('on iOS explaining a task changes nothing, of no task', async () => {
  const phone = installed({ platform: 'ios' });
  for (const name of ['soon', 'late']) BackgroundTask.defineTask(name, () => undefined);
  await BackgroundTask.registerTaskAsync('soon', { minimumInterval: 60 });
  await BackgroundTask.registerTaskAsync('late', { minimumInterval: 600 });
  phone.app.background();
  const before = phone.explain('soon')?.nextAt;
  phone.explain('late');
  expect(phone.explain('soon')?.nextAt).toBe(before);
});

test('a logout in the callback of an item aborts it and leaves the log empty', async () => {
  const phone = installed({ platform: 'android' });
  const codes: unknown[] = [];
  BackgroundTask.defineTask('send', async ({ signal }) => {
    await BackgroundTask.unregisterAllTasksAsync();
    codes.push((signal.reason as { code?: unknown } | undefined)?.code);
  });
  await BackgroundTask.enqueueTaskAsync('send');
  await phone.advance(0);
  expect(codes).toEqual(['CANCELLED']);
  expect(await runs()).toEqual([]);
});

test('getTaskAsync says that a task waits for its window', async () => {
  installed({ platform: 'android', now: '2026-11-27T12:00' });
  BackgroundTask.defineTask('sync', () => undefined);
  await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30, window: { from: '22:00', to: '06:00' } });
  expect((await BackgroundTask.getTaskAsync('sync'))?.blockedBy).toEqual(['window']);
});

test('a process that has died says nothing more', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const phone = installed({ platform: 'android' });
  const events: unknown[] = [];
  const listener = await BackgroundTask.addExpirationListener((event) => void events.push(event));
  BackgroundTask.defineTask('sync', () => new Promise(() => undefined));
  await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 });
  phone.app.close();
  phone.kill('mid-run');
  await phone.advance({ minutes: 59 });
  expect((await runs()).filter((outcome) => outcome === 'lost')).not.toEqual([]);
  expect(events).toHaveLength((await runs()).filter((outcome) => outcome === 'expired').length);
  phone.app.swipeAway();
  BackgroundTask.defineTask('defined after the end', () => undefined);
  await phone.advance({ minutes: 10 });
  expect(warn.mock.calls.filter(([text]) => String(text).includes('NO_ANSWER'))).toEqual([]);
  await listener.remove();
});

test('an app that is opened after its process died runs an item at once', async () => {
  const phone = installed({ platform: 'android' });
  for (const name of ['sync', 'send']) BackgroundTask.defineTask(name, () => undefined);
  await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 });
  phone.app.close();
  phone.kill('mid-run');
  await phone.advance({ minutes: 30 });
  await phone.app.open();
  await BackgroundTask.enqueueTaskAsync('send');
  await phone.advance(0);
  expect(await BackgroundTask.getEnqueuedAsync()).toEqual([]);
});

test('a late finish() ends no run of another task', async () => {
  const phone = installed({ platform: 'android' });
  let reject: (why: Error) => void = () => undefined;
  BackgroundTask.define(() => undefined);
  await BackgroundTask.schedule();
  phone.app.background();
  await phone.advance({ minutes: 16 });
  BackgroundTask.defineTask('send', () => new Promise((_, no) => (reject = no)));
  await BackgroundTask.enqueueTaskAsync('send', { id: 'note' });
  const passing = phone.advance(0);
  await vi.waitFor(async () => expect(await BackgroundTask.getPendingTaskRunsAsync()).toHaveLength(1));
  await BackgroundTask.finish();
  reject(new Error('offline'));
  await passing;
  expect((await BackgroundTask.getEnqueuedAsync()).map(({ id }) => id)).toEqual(['note']);
});
