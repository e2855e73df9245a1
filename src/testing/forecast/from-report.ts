import type { TaskRecord } from '../../core/records.js';
import { afterOutcome, newTask } from '../../core/schedule.js';
import type { BackgroundTaskReport, BackgroundTaskReportRun } from '../../definitions.js';
import { BackgroundTaskError } from '../../errors.js';
import { checkReport, stateIn, storedOptions, versionIn } from '../device/report-facts.js';
import type { DeviceState } from '../model/device-state.js';
import { PROFILES } from './profiles.js';
import type { DeviceProfile } from './profiles.js';

/** Tells what a task has done on the device of the report. */
export interface TaskPast {
  /** Is the first moment of which the report's log can tell, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Tells when its runs settled, whatever their outcome, oldest first, in epoch milliseconds. */
  readonly runs: readonly number[];
  /** Is the longest time without a run, in milliseconds. */
  readonly longestGap: number;
}

export interface StartFromReport {
  readonly tasks: readonly TaskRecord[];
  readonly pasts: ReadonlyMap<string, TaskPast>;
  /** Tells when the last successful run of each task settled, by the task's name. */
  readonly lastSuccesses: ReadonlyMap<string, number>;
  readonly version: number | null;
}

/** Returns the start of a forecast that goes on where a report ends. Throws `INVALID_OPTIONS` for what is no report. */
export function startFromReport(report: BackgroundTaskReport): StartFromReport {
  checkReport(report);
  const tasks: TaskRecord[] = [];
  const pasts = new Map<string, TaskPast>();
  const lastSuccesses = new Map<string, number>();
  // The log keeps only the newest runs, so nothing is known about the time before its oldest run.
  const oldest = Math.min(report.createdAt, ...report.runs.map(({ timestamp }) => timestamp));
  for (const task of report.tasks) {
    const settled = settledRuns(report, task.name);
    const last = settled.findLast(({ outcome }) => outcome === 'success')?.settledAt;
    if (typeof last === 'number') lastSuccesses.set(task.name, last);
    tasks.push(
      settled.reduce(
        (record, { outcome, settledAt }) => (outcome === null ? record : afterOutcome(record, outcome, settledAt ?? record.registeredAt)),
        newTask(task.name, storedOptions(task, report.platform), task.registeredAt),
      ),
    );
    pasts.set(task.name, pastOf(settled, Math.max(oldest, task.registeredAt), report.createdAt));
  }
  return { tasks, pasts, lastSuccesses, version: versionIn(report) };
}

/** Returns the settled runs of the registration, oldest first. Runs that a test asked for are left out, because they move no schedule. */
function settledRuns({ runs }: BackgroundTaskReport, name: string): BackgroundTaskReportRun[] {
  return runs
    .filter((run) => run.taskName === name && !run.enqueued && run.trigger !== 'test' && run.settledAt !== null && run.outcome !== null)
    .sort((a, b) => (a.settledAt ?? 0) - (b.settledAt ?? 0));
}

function pastOf(runs: readonly BackgroundTaskReportRun[], from: number, to: number): TaskPast {
  const times = runs.map(({ settledAt }) => settledAt ?? from);
  const gaps = [...times, to].map((time, index) => time - (times[index - 1] ?? from));
  return { from, to, runs: times, longestGap: Math.max(0, ...gaps) };
}

/** These parts of a device's state stay the same from day to day; the others follow the profile's day. */
const LASTING = ['bucket', 'backgroundRefresh', 'periodicSync', 'lowPowerMode'] as const;

/** Returns the profile with the device state that the report tells. Throws `INVALID_OPTIONS` for a profile of another platform. */
export function onDeviceOf(report: BackgroundTaskReport, profile: DeviceProfile): DeviceProfile {
  const known = stateIn(report);
  if (profile.platform !== report.platform) {
    const fitting = PROFILES.filter(({ platform }) => platform === report.platform).map(({ id }) => id);
    throw new BackgroundTaskError(
      'INVALID_OPTIONS',
      `profile: "${profile.id}" is of ${profile.platform}, and the report of ${report.platform}: give ${fitting.join(' or ')}, or none.`,
    );
  }
  const lasting = Object.fromEntries(
    LASTING.filter((key) => known[key] !== undefined).map((key) => [key, known[key]]),
  ) as Partial<DeviceState>;
  const told = Object.entries(lasting).map(([key, value]) => `${key} ${String(value)}`);
  return {
    ...profile,
    about: `${profile.about}; on the device of the report${told.length === 0 ? '' : ` (${told.join(', ')})`}`,
    state: { ...profile.state, ...lasting },
  };
}

/** Returns the id of the profile that is assumed for a report when none is named. */
export function usualProfile(report: BackgroundTaskReport): string {
  const { platform, runsWhileClosed } = report;
  const { bucket, periodicSync } = stateIn(report);
  if (platform === 'ios') return 'iphone-night';
  if (platform === 'web') return runsWhileClosed && periodicSync !== 'denied' ? 'web-installed' : 'browser-tab';
  return bucket === 'rare' || bucket === 'restricted' ? 'samsung-rare' : 'pixel-commuter';
}
