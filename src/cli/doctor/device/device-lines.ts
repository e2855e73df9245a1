import type { DeviceReport } from '../finding.js';
import { ADB_PLACES } from './find-adb.js';
import { blockersIn } from './job-dump.js';

const MOST_JOBS = 5;

/** What the attached device says, for a person; of many jobs the first only, unless `all` of them are wanted. */
export function deviceLines(device: DeviceReport, all: boolean): string[] {
  switch (device.state) {
    case 'no-adb':
      return [`adb was not found (${ADB_PLACES}), so no Android device was asked.`];
    case 'no-device':
      return [];
    case 'no-app-id':
      return ['An Android device is attached, but no valid app id is known: set appId in capacitor.config.'];
    case 'failed':
      return [`The attached Android device could not be read: ${device.reason}`];
    case 'read': {
      const jobs = device.jobs.map(({ id, earliest, unsatisfied, standbyBucket, ready }) => {
        const when = ready ? 'may run now' : earliest === undefined ? 'is due' : `not before ${earliest}`;
        const blockers = blockersIn(unsatisfied);
        const waits = blockers.length === 0 ? '' : `, waits for ${blockers.join(', ')}`;
        return `  job ${id}: ${when}${waits}${standbyBucket === undefined ? '' : ` (bucket ${standbyBucket})`}`;
      });
      const none = '  no scheduled job: no task is registered on this device, or the app was force-stopped';
      const shown = all ? jobs : jobs.slice(0, MOST_JOBS);
      const rest = shown.length === jobs.length ? [] : [`  and ${jobs.length - shown.length} more`];
      return [
        `On the attached device (${device.appId}):`,
        ...(jobs.length === 0 ? [none] : [...shown, ...rest]),
        ...device.restrictions.map((line) => `  ${line}`),
      ];
    }
  }
}
