import type { BackgroundTaskOptions, BackgroundTaskReport } from '../../definitions.js';
import { parseTaskOptions } from '../../core/options.js';
import type { TaskRecord } from '../../core/records.js';
import { newTask } from '../../core/schedule.js';
import { BackgroundTaskError } from '../../errors.js';
import { epochOf } from '../device/instants.js';
import type { Instant } from '../device/instants.js';
import { zoneIn } from '../device/report-facts.js';
import { zoneNear } from '../device/time-zone.js';
import { PLATFORM_RULES } from '../rules/rules.js';
import type { Rule } from '../rules/rule.js';
import { DAY } from '../rules/rule.js';
import { onDeviceOf, startFromReport, usualProfile } from './from-report.js';
import type { TaskPast } from './from-report.js';
import { bandOf } from './percentiles.js';
import type { Band } from './percentiles.js';
import { PROFILES } from './profiles.js';
import type { DeviceProfile } from './profiles.js';
import { simulate } from './simulate.js';
import type { SimulatedTask, SimulationInput, WaitSpan } from './simulate.js';
import { remedyFor } from './remedies.js';

export interface ForecastTask {
  readonly name: string;
  /** Takes the options that the app gives to `registerTaskAsync`. */
  readonly options?: BackgroundTaskOptions;
}

export interface ForecastOptions {
  /** Takes a profile, or the id of one of `PROFILES`. Default `'pixel-commuter'`; for a report, a profile of its platform. */
  readonly profile?: DeviceProfile | string;
  /** Says how many days to simulate, from 1 to 366. Default 7. */
  readonly days?: number;
  /** Says how many devices to simulate, from 1 to 100,000. Default 200. */
  readonly seeds?: number;
  /** Says when the tasks are registered. Default 2026-01-01T08:00; for a report, the moment at which it was made. */
  readonly now?: Instant;
  /** Names the time zone as IANA does. Default `'UTC'`; for a report, its offset from UTC. */
  readonly timeZone?: string;
  /** Says how long a callback takes, in milliseconds, from 0 to 600,000. Default 5000. */
  readonly workMs?: number;
}

export interface ForecastWait {
  /** Names what the due task waits for; `system` stands for the moment that the system chooses. */
  readonly blocker: string;
  /** Is this part of all the waiting, from 0 to 1. */
  readonly share: number;
  readonly rule: Rule<unknown> | null;
  /** Says what the developer or the user could change. */
  readonly remedy: string;
}

export interface TaskForecast {
  readonly name: string;
  readonly runsPerDay: Band;
  /** Is the longest time between two runs, or from the registration to the first, in milliseconds. */
  readonly longestGap: Band;
  /** Tells how long ago the last successful run was when the user opens the app, in milliseconds; null without a visit. */
  readonly ageAtVisit: Band | null;
  /** Tells when the first run, the second and so on come, in epoch milliseconds, as long as at least half of the devices have one. */
  readonly runs: readonly Band[];
  readonly waits: readonly ForecastWait[];
  /** Tells what the task did on the device of the report; null without a report. */
  readonly past: TaskPast | null;
  /** Holds one device of the many, for drawing: the one in the middle by its number of runs. */
  readonly example: { readonly runs: readonly number[]; readonly waits: readonly WaitSpan[] };
}

export interface Forecast {
  /** Says in words that the forecast is a model and not a promise. */
  readonly note: string;
  readonly profile: { readonly id: string; readonly about: string };
  readonly from: number;
  readonly to: number;
  readonly seeds: number;
  readonly tasks: readonly TaskForecast[];
}

const START = '2026-01-01T08:00';
const MOST_SEEDS = 100_000;
export const FORECAST_NOTE =
  'A model, not a promise: cited rules of the systems, an assumed person, and nothing that a vendor keeps to itself.';

/**
 * Estimates what registered tasks may expect of a week on many devices of one kind, without running any callback. Given a report of `getReportAsync()`, it
 * goes on from that device: its tasks, their last runs, its platform and the lasting parts of its state. Throws `INVALID_OPTIONS`, also for what is no report.
 */
export function forecast(given: readonly ForecastTask[] | BackgroundTaskReport, options: ForecastOptions = {}): Forecast {
  const { days = 7, seeds = 200, workMs = 5000 } = options;
  within('days', days, 1, 366);
  within('seeds', seeds, 1, MOST_SEEDS);
  within('workMs', workMs, 0, 600_000);
  const { records, profile, zone, from, pasts, ...beginning } = isTasks(given) ? fromTasks(given, options) : fromReport(given, options);
  const weeks = Array.from({ length: seeds }, (_, index) =>
    simulate({ tasks: records, profile, days, seed: index + 1, from, zone, workMs, ...beginning }),
  );
  return {
    note: FORECAST_NOTE,
    profile: { id: profile.id, about: profile.about },
    from,
    to: from + days * DAY,
    seeds,
    tasks: records.map(({ name }, index) =>
      taskForecast(
        name,
        weeks.map((week) => week[index] as SimulatedTask),
        { from, days, past: pasts?.get(name) ?? null },
      ),
    ),
  };
}

interface Beginning extends Pick<SimulationInput, 'profile' | 'zone' | 'from' | 'version' | 'lastSuccesses'> {
  readonly records: readonly TaskRecord[];
  readonly pasts?: ReadonlyMap<string, TaskPast>;
}

const isTasks = (given: readonly ForecastTask[] | BackgroundTaskReport): given is readonly ForecastTask[] => Array.isArray(given);

function fromTasks(tasks: readonly ForecastTask[], options: ForecastOptions): Beginning {
  const profile = profileOf(options.profile ?? 'pixel-commuter');
  const zone = zoneNear(options.timeZone ?? 'UTC');
  const from = epochOf(options.now ?? START, zone);
  const records = tasks.map(({ name, options: given }) => newTask(name, parseTaskOptions(given, profile.platform).options, from));
  return { records, profile, zone, from };
}

function fromReport(report: BackgroundTaskReport, { profile: given, now, timeZone }: ForecastOptions): Beginning {
  const { tasks: records, ...rest } = startFromReport(report);
  const profile = onDeviceOf(report, profileOf(given ?? usualProfile(report)));
  const zone = timeZone === undefined ? zoneIn(report) : zoneNear(timeZone);
  return { ...rest, records, profile, zone, from: now === undefined ? report.createdAt : epochOf(now, zone) };
}

export function profileOf(given: DeviceProfile | string): DeviceProfile {
  if (typeof given !== 'string') return given;
  const found = PROFILES.find(({ id }) => id === given);
  if (found !== undefined) return found;
  const known = PROFILES.map(({ id }) => id).join(', ');
  throw new BackgroundTaskError('INVALID_OPTIONS', `profile: "${given}" is not known. There are: ${known}; or give one of your own.`);
}

function within(name: string, value: number, low: number, high: number): void {
  if (Number.isFinite(value) && value >= low && value <= high) return;
  throw new BackgroundTaskError('INVALID_OPTIONS', `${name}: a number from ${low} to ${high}, not ${String(value)}.`);
}

function taskForecast(
  name: string,
  weeks: readonly SimulatedTask[],
  { from, days, past }: { from: number; days: number; past: TaskPast | null },
): TaskForecast {
  const to = from + days * DAY;
  const gaps = weeks.map(({ runs }) => Math.max(...[...runs, to].map((time, index) => time - (runs[index - 1] ?? from))));
  const most = Math.max(...weeks.map(({ runs }) => runs.length));
  const bands: Band[] = [];
  for (let nth = 0; nth < most; nth++) {
    const times = weeks.map(({ runs }) => runs[nth]).filter((time) => time !== undefined);
    if (times.length * 2 < weeks.length) break;
    bands.push(bandOf(times) as Band);
  }
  return {
    name,
    runsPerDay: bandOf(weeks.map(({ runs }) => runs.length / days)) as Band,
    longestGap: bandOf(gaps) as Band,
    ageAtVisit: bandOf(weeks.flatMap(({ agesAtVisits }) => agesAtVisits)),
    runs: bands,
    waits: waitsOf(weeks),
    past,
    example: exampleOf(weeks),
  };
}

function waitsOf(weeks: readonly SimulatedTask[]): ForecastWait[] {
  const sums = new Map<string, { ms: number; rule: string | null }>();
  for (const { blocker, rule, from, to } of weeks.flatMap(({ waits }) => waits)) {
    const sum = sums.get(blocker) ?? { ms: 0, rule };
    sum.ms += to - from;
    sums.set(blocker, sum);
  }
  const all = [...sums.values()].reduce((total, { ms }) => total + ms, 0);
  return [...sums]
    .map(([blocker, { ms, rule }]) => ({
      blocker,
      share: all === 0 ? 0 : ms / all,
      rule: PLATFORM_RULES.find(({ id }) => id === rule) ?? null,
      remedy: remedyFor(blocker),
    }))
    .sort((a, b) => b.share - a.share);
}

/** Returns the runs and waits of the device in the middle by its number of runs. */
function exampleOf(weeks: readonly SimulatedTask[]): { runs: readonly number[]; waits: readonly WaitSpan[] } {
  const sorted = [...weeks].sort((a, b) => a.runs.length - b.runs.length);
  const { runs, waits } = sorted[Math.floor(sorted.length / 2)] as SimulatedTask;
  return { runs, waits };
}
