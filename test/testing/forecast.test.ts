import { afterEach, describe, expect, it, test } from 'vitest';
import { BackgroundTask } from '../../src/index.js';
import { UTC } from '../../src/core/daily-window.js';
import { parseTaskOptions } from '../../src/core/options.js';
import { newTask } from '../../src/core/schedule.js';
import { zoneNear } from '../../src/testing/device/time-zone.js';
import type { DeviceProfile } from '../../src/testing/forecast/profiles.js';
import { daysOf, simulate } from '../../src/testing/forecast/simulate.js';
import { FRESH_DEVICE } from '../../src/testing/model/device-state.js';
import { createVirtualDevice, forecast, forecastFleet, PROFILES } from '../../src/testing/index.js';

const HOUR = 3_600_000;

describe('forecast', () => {
  it('says how often, how long not, and how old the data is when the user looks', () => {
    const { tasks, note, profile } = forecast([{ name: 'sync', options: { minimumInterval: 60 } }], {
      profile: 'pixel-commuter',
      seeds: 50,
    });
    const [sync] = tasks;
    expect(note).toContain('not a promise');
    expect(profile.about).toContain('commuter');
    expect(sync?.runsPerDay.p10).toBeGreaterThan(8);
    expect(sync?.runsPerDay.p90).toBeLessThanOrEqual(24);
    expect(sync?.longestGap.p50).toBeGreaterThanOrEqual(HOUR);
    expect(sync?.ageAtVisit?.p50).toBeLessThan(2 * HOUR);
    expect(sync?.runs.length).toBeGreaterThan(50);
  });

  it('names for each share of the waiting the rule and what would change it', () => {
    const [upload] = forecast([{ name: 'upload', options: { minimumInterval: 120, requiresCharging: true } }]).tasks;
    const [first] = upload?.waits ?? [];
    expect(first).toMatchObject({ blocker: 'charging', rule: null, remedy: expect.stringContaining('requiresCharging') as string });
    expect(first?.share).toBeGreaterThan(0.5);
    expect(upload?.waits.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it('a rarely opened app waits for its quota and for Doze, by cited rules', () => {
    const [sync] = forecast([{ name: 'sync', options: { minimumInterval: 30 } }], { profile: 'samsung-rare', seeds: 20 }).tasks;
    const blockers = new Map(sync?.waits.map((one) => [one.blocker, one.rule?.standing]));
    expect(blockers.get('quota')).toBe('source');
    expect(sync?.runsPerDay.p90).toBeLessThan(20);
  });

  it('a browser tab runs while it is open, and is old at the next visit', () => {
    const [sync] = forecast([{ name: 'sync', options: { minimumInterval: 15 } }], { profile: 'browser-tab', seeds: 20 }).tasks;
    expect(sync?.runsPerDay.p50).toBeLessThanOrEqual(9);
    expect(sync?.ageAtVisit?.p50).toBeGreaterThan(15 * HOUR);
  });

  it('is the same for the same seeds, whatever else is registered', () => {
    const one = { name: 'a', options: { minimumInterval: 60 } };
    expect(forecast([one], { seeds: 5 })).toEqual(forecast([one], { seeds: 5 }));
  });

  it.each([
    [{ days: 0 }, /days: a number from 1/],
    [{ seeds: NaN }, /seeds: a number/],
    [{ profile: 'fridge' }, /"fridge" is not known.*pixel-commuter/],
  ])('refuses %j', (options, message) => {
    expect(() => forecast([{ name: 'a' }], options)).toThrow(message);
  });
});

test('the days of a profile are those of the time zone, also when the clocks change', () => {
  const profile: DeviceProfile = {
    id: 'charges-at-night',
    about: 'a test',
    platform: 'android',
    state: FRESH_DEVICE,
    day: () => [{ at: 23 * 60, set: { charging: true } }],
  };
  // On 28 March 2027 the clocks of Berlin go forward.
  const from = Date.parse('2027-03-26T12:00:00Z');
  const { events } = daysOf({ profile, days: 4, seed: 1, from, zone: zoneNear('Europe/Berlin') });
  expect(events.map(({ time }) => new Date(time).toISOString())).toEqual([
    '2027-03-26T22:00:00.000Z',
    '2027-03-27T22:00:00.000Z',
    '2027-03-28T21:00:00.000Z',
    '2027-03-29T21:00:00.000Z',
  ]);
  const night = daysOf({ profile, days: 1, seed: 1, from: Date.parse('2026-11-28T03:00:00Z'), zone: zoneNear('America/New_York') });
  expect(night.events.map(({ time }) => new Date(time).toISOString())).toEqual(['2026-11-28T04:00:00.000Z']);
});

describe('device and forecast', () => {
  afterEach(async () => {
    await BackgroundTask.unregisterAllTasksAsync().catch(() => undefined);
  });

  it.each(PROFILES)('agree on 20 seeded weeks of $id', async (profile) => {
    const from = Date.UTC(2026, 10, 27, 8);
    const options = { minimumInterval: 45 };
    const tasks = [newTask('sync', parseTaskOptions(options, profile.platform).options, from)];
    for (let seed = 1; seed <= 20; seed++) {
      const runs: number[] = [];
      const { state, events } = daysOf({ profile, days: 7, seed, from, zone: () => UTC });
      const device = createVirtualDevice({ platform: profile.platform, now: from, seed, state });
      device.install();
      BackgroundTask.defineTask('sync', ({ timestamp }) => void runs.push(timestamp));
      await BackgroundTask.registerTaskAsync('sync', options);
      device.app.close();
      device.set(state);
      for (const { time, set, app } of events) {
        await device.advanceTo(time);
        if (set !== undefined) device.set(set);
        if (app === 'screen') await device.app.open();
        if (app === 'background') device.app.background();
        if (app === 'closed') device.app.close();
      }
      await device.advanceTo(from + 7 * 24 * HOUR);
      await BackgroundTask.unregisterAllTasksAsync();
      device.uninstall();
      const [week] = simulate({ tasks, profile, days: 7, seed, from, zone: () => UTC, workMs: 0 });
      expect({ seed, runs }).toEqual({ seed, runs: week?.runs });
    }
  });
});

describe('a fleet', () => {
  it('gives requests a minute, the peak beside the mean, its error, and what an outage does to the hour after it', () => {
    const fleet = forecastFleet([{ name: 'sync', options: { minimumInterval: 60, maximumRetries: 3 } }], {
      devices: 10_000,
      sample: 100,
      days: 4,
    });
    expect(fleet.plain.perMinute).toHaveLength(4 * 24 * 60);
    expect(fleet.plain.mean).toBeGreaterThan(80);
    expect(fleet.plain.mean).toBeLessThan(180);
    expect(fleet.plain.peak).toBeGreaterThan(fleet.plain.mean);
    expect(fleet.plain.peakError).toBeLessThan(fleet.plain.peak);
    expect(fleet.plain.hourAfterOutage).toBeGreaterThan(0);
  });
});
