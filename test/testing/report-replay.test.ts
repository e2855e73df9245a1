import { expect, it } from 'vitest';
import { BackgroundTask, BackgroundTaskResult } from '../../src/index.js';
import type { BackgroundTaskReport } from '../../src/index.js';
import { createVirtualDevice } from '../../src/testing/index.js';
import { device, start } from './device.js';

/** What a user's phone sent: through JSON, as by mail. */
const mailed = async (): Promise<BackgroundTaskReport> =>
  JSON.parse(JSON.stringify(await BackgroundTask.getReportAsync())) as BackgroundTaskReport;

/** A phone on which the callback fails in the headless runtime alone, and once loses its process. */
async function reportOfABug(): Promise<BackgroundTaskReport> {
  start({ platform: 'android', now: '2026-11-27T08:00', timeZone: 'Europe/Berlin', state: { bucket: 'working-set' } });
  BackgroundTask.defineTask('sync', ({ runtime }) => {
    if (runtime === 'headless') throw new RangeError('no storage here');
  });
  await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60 });
  await device.advance({ hours: 2 });
  device.app.close();
  await device.advance({ hours: 1 });
  device.kill('mid-run');
  await device.advance({ hours: 2 });
  const report = await mailed();
  await BackgroundTask.unregisterAllTasksAsync();
  device.uninstall();
  return report;
}

it('a report becomes a failing test: the same wakes at the same times, in the same kind of runtime', async () => {
  const report = await reportOfABug();
  start({ from: report });
  const seen: unknown[] = [];
  BackgroundTask.defineTask('sync', ({ runtime, timestamp }) => {
    seen.push([runtime, timestamp]);
    if (runtime === 'headless') throw new RangeError('no storage here');
  });
  await device.advanceTo(report.createdAt);
  const recorded = [...report.runs].reverse();
  expect(recorded.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['success', 'failed', 'lost']));
  expect(seen).toEqual(recorded.map(({ runtime, timestamp }) => [runtime, timestamp]));
  const replayed = await mailed();
  expect(replayed.runs.map(({ outcome, trigger, error }) => [outcome, trigger, error])).toEqual(
    report.runs.map(({ outcome, trigger, error }) => [outcome, trigger, error]),
  );
  expect(device.timeline().entries.filter(({ kind }) => kind === 'report')).toEqual([]);
  expect(replayed.tasks).toEqual(report.tasks);
});

it('with the mend the timeline names each run that ends otherwise, and the device goes on from there by the rules', async () => {
  const report = await reportOfABug();
  start({ from: report });
  BackgroundTask.defineTask('sync', () => BackgroundTaskResult.Success);
  await device.advanceTo(report.createdAt);
  const others = device.timeline().entries.filter(({ kind }) => kind === 'report');
  expect(others.map(({ text }) => text)).toContain('"sync" was failed (RangeError) in the report and is success here');
  expect(others).toHaveLength(report.runs.filter(({ outcome }) => outcome === 'failed').length);
  const before = (await BackgroundTask.getTaskRunsAsync()).length;
  await device.advance({ hours: 3 });
  expect((await BackgroundTask.getTaskRunsAsync()).length).toBeGreaterThan(before);
  expect(String(device.timeline())).toMatch(/^2026-11-27 09:00:00/);
});

it('what blocked a task in the report blocks it here, with the rule that says so', async () => {
  start({ platform: 'ios', now: '2026-11-27T08:00', state: { lowPowerMode: true } });
  BackgroundTask.defineTask('sync', () => undefined);
  await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 60, requiresCharging: true });
  device.app.background();
  await device.advance({ days: 1 });
  const report = await mailed();
  await BackgroundTask.unregisterAllTasksAsync();
  device.uninstall();
  start({ from: report });
  await device.advanceTo(report.createdAt);
  device.app.close();
  expect(device.state).toMatchObject({ lowPowerMode: true, charging: false });
  expect(device.explain('sync')?.blockedBy.map(({ blocker }) => blocker)).toEqual(['charging', 'low-power-mode']);
});

it('items that waited wait again, without their data; and one task alone can be triggered', async () => {
  start({ platform: 'web', now: '2026-11-27T08:00', state: { network: 'none' } });
  BackgroundTask.defineTask('upload', () => undefined);
  await BackgroundTask.enqueueTaskAsync('upload', { data: { secret: 'anna' } });
  const report = await mailed();
  expect(JSON.stringify(report)).not.toContain('anna');
  await BackgroundTask.cancelEnqueuedAsync('upload');
  device.uninstall();
  start({ from: report });
  const got: unknown[] = [];
  BackgroundTask.defineTask('upload', ({ data }) => void got.push(data));
  await device.advanceTo(report.createdAt);
  const [item] = await BackgroundTask.getEnqueuedAsync({ includeData: true });
  expect(item).toMatchObject({ taskName: 'upload', data: null });
  expect(await BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'other' })).toBe(false);
  expect(await BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'upload', enqueuedId: item?.id ?? '' })).toBe(true);
  expect(got).toEqual([null]);
});

it.each([[{}], [{ reportVersion: 2 }], [null]])('what is no report is refused: %j', (from) => {
  expect(() => createVirtualDevice({ from: from as never })).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }) as Error);
});
