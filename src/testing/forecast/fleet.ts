import { parseTaskOptions } from '../../core/options.js';
import { newTask } from '../../core/schedule.js';
import { epochOf } from '../device/instants.js';
import { zoneNear } from '../device/time-zone.js';
import { createRandom } from '../model/random.js';
import { DAY, HOUR, MINUTE } from '../rules/rule.js';
import { profileOf } from './forecast.js';
import type { ForecastOptions, ForecastTask } from './forecast.js';
import { simulate } from './simulate.js';

export interface FleetOptions extends Omit<ForecastOptions, 'seeds'> {
  /** Says how many devices there are. Default 100,000. */
  readonly devices?: number;
  /** Says how many of them are simulated; the result is scaled up to all. Default 2000. */
  readonly sample?: number;
  /** Says when every run fails because the server does not answer, in hours from the start. Default: from hour 60 to 61, in the third day. */
  readonly outage?: { readonly fromHour: number; readonly hours: number };
}

export interface FleetLoad {
  /** Holds the requests of each minute of the days. */
  readonly perMinute: readonly number[];
  readonly mean: number;
  readonly peak: number;
  /** Tells how uncertain the peak is: half the difference between the peaks of the two halves of the sample. */
  readonly peakError: number;
  /** Compares the hour after the outage with the mean: 2 means twice as many requests. */
  readonly hourAfterOutage: number;
}

export interface FleetForecast {
  readonly devices: number;
  readonly sample: number;
  /** Is the load as the package schedules the runs. */
  readonly plain: FleetLoad;
  /** Is the load if first runs were spread over the interval, and runs from the outage to an hour after it by up to 15 minutes. */
  readonly withJitter: FleetLoad;
}

/** Estimates how many requests a fleet of devices makes to its server, if each run makes one. Throws `INVALID_OPTIONS` as `forecast` does. */
export function forecastFleet(tasks: readonly ForecastTask[], options: FleetOptions = {}): FleetForecast {
  const { devices = 100_000, sample = 2000 } = options;
  return { devices, sample, plain: loadOf(tasks, options, false), withJitter: loadOf(tasks, options, true) };
}

function loadOf(tasks: readonly ForecastTask[], options: FleetOptions, withJitter: boolean): FleetLoad {
  const { devices = 100_000, sample = 2000, days = 7, workMs = 5000, outage = { fromHour: 60, hours: 1 }, timeZone = 'UTC' } = options;
  const profile = profileOf(options.profile ?? 'pixel-commuter');
  const zone = zoneNear(timeZone);
  const start = epochOf(options.now ?? '2026-01-01T08:00', zone);
  const [downFrom, downTo] = [start + outage.fromHour * HOUR, start + (outage.fromHour + outage.hours) * HOUR];
  const halves = [0, 1].map(() => new Float64Array((days * DAY) / MINUTE));
  const random = createRandom(7);
  for (let device = 0; device < sample; device++) {
    // Each user installs the app at some minute of the first day.
    const from = start + Math.floor(random() * DAY);
    const records = tasks.map(({ name, options: given }) => {
      const task = newTask(name, parseTaskOptions(given, profile.platform).options, from);
      return withJitter ? { ...task, registeredAt: from - Math.floor(random() * task.options.minimumIntervalMs) } : task;
    });
    const succeeds = (time: number): boolean => time < downFrom || time >= downTo;
    const week = simulate({ tasks: records, profile, days, seed: device + 1, from, zone, workMs, succeeds });
    for (const time of week.flatMap(({ runs }) => runs)) {
      const spread = withJitter && time >= downFrom && time < downTo + HOUR ? random() * 15 * MINUTE : 0;
      const minute = Math.floor((time + spread - start) / MINUTE);
      const half = halves[device % 2];
      if (half !== undefined && minute < half.length) half[minute] = (half[minute] ?? 0) + 1;
    }
  }
  const scale = devices / sample;
  const perMinute = Array.from(halves[0] ?? [], (count, minute) => (count + (halves[1]?.[minute] ?? 0)) * scale);
  // The apps are installed during the first day, so the mean is that of the days after it.
  const settled = perMinute.slice(DAY / MINUTE);
  const after = perMinute.slice((downTo - start) / MINUTE, (downTo - start + HOUR) / MINUTE);
  const peaks = halves.map((half) => Math.max(...smoothed([...half].slice(DAY / MINUTE))) * 2 * scale);
  const mean = averageOf(settled);
  return {
    perMinute,
    mean,
    peak: Math.max(...smoothed(settled)),
    peakError: Math.abs((peaks[0] ?? 0) - (peaks[1] ?? 0)) / 2,
    hourAfterOutage: mean === 0 ? 0 : averageOf(after) / mean,
  };
}

const averageOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Returns means of five minutes, because the single minutes of a sample are noise. */
function smoothed(values: readonly number[]): number[] {
  return values.map((_, index) => averageOf(values.slice(Math.max(0, index - 2), index + 3)));
}
