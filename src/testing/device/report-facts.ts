import { parseTaskOptions } from '../../core/options.js';
import type { PlatformKind } from '../../core/options.js';
import type { Constraints, TaskOptions } from '../../core/records.js';
import type { BackgroundTaskBlocker, BackgroundTaskReport } from '../../definitions.js';
import type { Zone } from '../../core/daily-window.js';
import { BackgroundTaskError } from '../../errors.js';
import type { DeviceState } from '../model/device-state.js';
import type { StandbyBucket } from '../rules/android-rules.js';
import { reportProblem } from './report-shape.js';
import { MINUTE } from '../rules/rule.js';
import type { ZoneNear } from './time-zone.js';

/** Throws `INVALID_OPTIONS` unless it is a report that this version can read. */
export function checkReport(report: BackgroundTaskReport): void {
  const problem = reportProblem(report);
  if (problem === null) return;
  throw new BackgroundTaskError(
    'INVALID_OPTIONS',
    `from: ${problem}. Give what getReportAsync() resolves to, whole and unchanged; ${(JSON.stringify(report) ?? 'nothing').slice(0, 80)} was given.`,
  );
}

/** Returns the registration's options in the form in which they are stored. */
export function storedOptions({ options }: BackgroundTaskReport['tasks'][number], kind: PlatformKind): TaskOptions {
  const { notHonoured: _, ...given } = options;
  return parseTaskOptions(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)), kind).options;
}

const ANDROID_OF_API: Readonly<Record<number, number>> = { 30: 11, 31: 12, 32: 12, 33: 13, 34: 14, 35: 15, 36: 16 };

export function versionIn({ platform, facts }: BackgroundTaskReport): number | null {
  if (platform === 'android') return ANDROID_OF_API[Number(facts['apiLevel'])] ?? null;
  const major = Number.parseInt(String(facts['systemVersion'] ?? ''), 10);
  return platform === 'ios' && Number.isFinite(major) ? major : null;
}

/** The keys are the values of Android's constants UsageStatsManager.STANDBY_BUCKET_*. */
const BUCKET_OF: Readonly<Record<number, StandbyBucket>> = {
  10: 'active',
  20: 'working-set',
  30: 'frequent',
  40: 'rare',
  45: 'restricted',
};

/** Returns what the device was like when the report was made, as far as the report tells. */
export function stateIn(report: BackgroundTaskReport): Partial<DeviceState> {
  const { tasks, items, facts, reasons } = report;
  const blocked = (blocker: BackgroundTaskBlocker): boolean => [...tasks, ...items].some(({ blockedBy }) => blockedBy.includes(blocker));
  /** Returns true when a task asks for this condition, so that its blockers tell whether the condition held. */
  const held = (option: 'requiresCharging' | 'requiresDeviceIdle'): boolean =>
    tasks.some(({ options }) => options[option] && !options.notHonoured.includes(option));
  const says = (code: string): boolean => reasons.some((reason) => reason.code === code);
  const bucket = BUCKET_OF[Number(facts['standbyBucket'])];
  return {
    ...(blocked('network') ? { network: 'none' } : blocked('unmetered-network') ? { network: 'cellular' } : {}),
    ...(held('requiresCharging') && { charging: !blocked('charging') }),
    ...(held('requiresDeviceIdle') && { idle: !blocked('device-idle') }),
    ...(blocked('battery-not-low') && { batteryLevel: 0.1 }),
    ...(blocked('storage-not-low') && { storageLow: true }),
    ...(blocked('doze') && { doze: true }),
    ...(bucket !== undefined && { bucket }),
    ...((blocked('low-power-mode') || says('LOW_POWER_MODE')) && { lowPowerMode: true }),
    ...((blocked('background-refresh') || says('BACKGROUND_REFRESH_DENIED')) && { backgroundRefresh: false }),
    ...(says('PERIODIC_SYNC_NOT_PERMITTED') && { periodicSync: 'denied' }),
  };
}

/** Returns the conditions of an item other than the network, as far as its blockers tell them. */
export function conditionsIn(blockedBy: readonly BackgroundTaskBlocker[]): Partial<Constraints> {
  return {
    requiresUnmeteredNetwork: blockedBy.includes('unmetered-network'),
    requiresCharging: blockedBy.includes('charging'),
    requiresBatteryNotLow: blockedBy.includes('battery-not-low'),
    requiresStorageNotLow: blockedBy.includes('storage-not-low'),
    requiresDeviceIdle: blockedBy.includes('device-idle'),
  };
}

/** Returns a zone without changes of its offset, because a report tells the offset from UTC but names no time zone. */
export function zoneIn({ utcOffset }: BackgroundTaskReport): ZoneNear {
  const zone: Zone = { offsetMs: utcOffset * MINUTE, changes: [] };
  return () => zone;
}
