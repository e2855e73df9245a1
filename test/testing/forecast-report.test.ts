import { afterEach, describe, expect, it } from 'vitest';
import { BackgroundTask, BackgroundTaskResult } from '../../src/index.js';
import type { BackgroundTaskReport } from '../../src/index.js';
import { nextEligibleAt } from '../../src/core/schedule.js';
import { startFromReport } from '../../src/testing/forecast/from-report.js';
import { createVirtualDevice, forecast, PROFILES } from '../../src/testing/index.js';
import type { VirtualDevice, VirtualDeviceOptions } from '../../src/testing/index.js';

const HOUR = 3_600_000;
let device: VirtualDevice;
afterEach(() => device.uninstall());

/** Two days on a device, and what its user then sends, through JSON as by mail. */
async function reportOf(options: VirtualDeviceOptions): Promise<BackgroundTaskReport> {
  device = createVirtualDevice({ now: '2026-11-25T08:00', timeZone: 'Europe/Berlin', ...options });
  device.install();
  let count = 0;
  BackgroundTask.defineTask('sync', () => (++count % 5 === 0 ? BackgroundTaskResult.Failed : BackgroundTaskResult.Success));
  BackgroundTask.defineTask('upload', () => undefined);
  await BackgroundTask.registerTaskAsync('sync', { minimumInterval: 120, maximumRetries: 2 });
  await BackgroundTask.registerTaskAsync('upload', { minimumInterval: 600, requiresCharging: true });
  device.app.close();
  await device.advance({ hours: 49 });
  const report = JSON.parse(JSON.stringify(await BackgroundTask.getReportAsync())) as BackgroundTaskReport;
  await BackgroundTask.unregisterAllTasksAsync();
  return report;
}

/** With what Android itself tells of a phone. */
function onPhone(report: BackgroundTaskReport, standbyBucket: number): BackgroundTaskReport {
  return { ...report, facts: { ...report.facts, apiLevel: 36, standbyBucket } };
}

describe('a forecast from a report', () => {
  it('takes tasks, options, platform and the moment from the device', async () => {
    const report = onPhone(await reportOf({ platform: 'android' }), 20);
    const { tasks, profile, from, to } = forecast(report, { seeds: 20 });
    expect(tasks.map(({ name }) => name)).toEqual(['sync', 'upload']);
    expect(from).toBe(report.createdAt);
    expect(to - from).toBe(7 * 24 * HOUR);
    expect(profile).toEqual({ id: 'pixel-commuter', about: expect.stringContaining('bucket working-set') as string });
    const [upload] = tasks.filter(({ name }) => name === 'upload');
    expect(upload?.waits[0]?.blocker).toBe('charging');
  });

  it('goes on from when each task ran last: it is due when the device says it is', async () => {
    const report = await reportOf({ platform: 'android', state: { bucket: 'active' } });
    const { tasks, lastSuccesses, pasts } = startFromReport(report);
    for (const task of tasks) expect(nextEligibleAt(task)).toBe(report.tasks.find(({ name }) => name === task.name)?.nextEligibleAt);
    const done = report.runs.filter(({ taskName, outcome }) => taskName === 'sync' && outcome === 'success');
    expect(lastSuccesses.get('sync')).toBe(done[0]?.settledAt);
    expect(pasts.get('sync')?.runs).toHaveLength(report.runs.filter(({ taskName }) => taskName === 'sync').length);
    const first = forecast(report, { seeds: 20 }).tasks.find(({ name }) => name === 'sync')?.runs[0];
    expect(first?.p10).toBeGreaterThanOrEqual(report.tasks.find(({ name }) => name === 'sync')?.nextEligibleAt ?? NaN);
    expect((first?.p50 ?? Infinity) - report.createdAt).toBeLessThan(6 * HOUR);
  });

  it('tells what the tasks did there, beside what may come', async () => {
    const report = await reportOf({ platform: 'android', state: { bucket: 'active' } });
    const past = forecast(report, { seeds: 2 }).tasks.find(({ name }) => name === 'sync')?.past;
    expect(past?.to).toBe(report.createdAt);
    expect(past?.runs.length).toBeGreaterThan(10);
    expect(past?.longestGap).toBeGreaterThanOrEqual(2 * HOUR);
    expect(forecast([{ name: 'sync' }], { seeds: 2 }).tasks[0]?.past).toBeNull();
  });

  it('an app in the bucket "rare" is forecast as one, and waits longer than an active one', async () => {
    const rare = forecast(onPhone(await reportOf({ platform: 'android', state: { bucket: 'rare' } }), 40), { seeds: 20 });
    device.uninstall();
    const active = forecast(onPhone(await reportOf({ platform: 'android', state: { bucket: 'active' } }), 10), { seeds: 20 });
    expect(rare.profile.id).toBe('samsung-rare');
    expect(rare.tasks[0]?.runsPerDay.p50).toBeLessThan(active.tasks[0]?.runsPerDay.p50 ?? 0);
  });

  it.each([
    ['ios', 'iphone-night'],
    ['web', 'web-installed'],
  ] as const)('a report of %s is forecast with %s', async (platform, id) => {
    expect(forecast(await reportOf({ platform }), { seeds: 2 }).profile.id).toBe(id);
  });

  it('refuses a profile of another platform, and names those that fit', async () => {
    const report = await reportOf({ platform: 'ios' });
    expect(() => forecast(report, { profile: 'samsung-rare' })).toThrow(
      /"samsung-rare" is of android, and the report of ios: give iphone-night, or none/,
    );
    const own = PROFILES.find(({ platform }) => platform === 'ios');
    expect(forecast(report, { profile: { ...own, id: 'own' } as never, seeds: 1 }).profile.id).toBe('own');
  });

  it.each<[string, (report: Record<string, unknown>) => unknown]>([
    ['it is not an object', () => null],
    ['it has no reportVersion 1', () => ({ name: 'app', version: '1.0.0' })],
    ['its reportVersion is 2, and this package knows 1: update the package', (report) => ({ ...report, reportVersion: 2 })],
    ['platform is of the wrong kind', (report) => ({ ...report, platform: 'symbian' })],
    ['runs is missing', ({ runs: _, ...report }) => report],
    [
      'tasks[1].options is missing',
      (report) => ({ ...report, tasks: [(report['tasks'] as unknown[])[0], { name: 'x', registeredAt: 1, blockedBy: [] }] }),
    ],
    ['tasks[0] is not an object', (report) => ({ ...report, tasks: ['sync'] })],
    [
      'runs[0].outcome is of the wrong kind',
      (report) => ({ ...report, runs: [{ ...(report['runs'] as object[])[0], outcome: 'vanished' }] }),
    ],
  ])('refuses what is damaged or of something else: %s', async (problem, damage) => {
    const damaged = damage((await reportOf({ platform: 'android' })) as never) as BackgroundTaskReport;
    const saysWhy = expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(problem) as string }) as Error;
    let thrown: unknown;
    try {
      forecast(damaged);
    } catch (error: unknown) {
      thrown = error;
    }
    expect(thrown).toEqual(saysWhy);
    expect(() => createVirtualDevice({ from: damaged })).toThrow(problem);
  });
});
