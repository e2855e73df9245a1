import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import type { Project } from '../../project/project.js';
import type { WrittenAppId } from '../app-id.js';
import type { DeviceReport } from '../finding.js';
import { findAdb } from './find-adb.js';
import { parseJobDump } from './job-dump.js';

const LIMIT_MS = 10_000;

type Ask = (...args: string[]) => { readonly ok: boolean; readonly text: string };

/** Asks an attached Android device which jobs the app has scheduled. Reads only. */
export function readDevice(
  project: Project,
  app: WrittenAppId | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): DeviceReport {
  const path = findAdb(project, environment);
  if (path === undefined) return { state: 'no-adb' };
  const adb: Ask = (...args) => {
    const { error, status, stdout, stderr } = spawnSync(path, args, {
      // Windows also loads libraries from the current folder; this one belongs to adb itself.
      cwd: dirname(path),
      encoding: 'utf8',
      timeout: LIMIT_MS,
      env: environment,
      maxBuffer: 1 << 26,
    });
    return { ok: status === 0, text: status === 0 ? stdout : stderr || (error?.message ?? `exit ${status ?? 'by signal'}`) };
  };
  const devices = adb('devices');
  if (!devices.ok) return { state: 'failed', reason: devices.text.trim() };
  if (!/^\S+\tdevice$/m.test(devices.text.replaceAll('\r', ''))) return { state: 'no-device' };
  // `adb shell` joins its arguments and hands them to a shell on the phone: only a valid id may go there.
  if (app?.valid !== true) return { state: 'no-app-id' };
  const dump = adb('shell', 'dumpsys', 'jobscheduler', app.id);
  if (!dump.ok) return { state: 'failed', reason: dump.text.trim() };
  return { state: 'read', appId: app.id, jobs: parseJobDump(dump.text, app.id), restrictions: readRestrictions(app.id, adb) };
}

function readRestrictions(appId: string, adb: Ask): string[] {
  const restrictions: string[] = [];
  const installed = adb('shell', 'pm', 'path', appId);
  if (!installed.ok) return [`${appId} is not installed on the device`];
  if (/\bstopped=true\b/.test(adb('shell', 'dumpsys', 'package', appId).text))
    restrictions.push('the app is stopped (force-stopped or never opened): open it once');
  const mode = adb('shell', 'cmd', 'appops', 'get', appId, 'RUN_ANY_IN_BACKGROUND');
  if (/\b(ignore|deny)\b/.test(mode.text)) restrictions.push('the user has restricted background use of the app');
  if (adb('shell', 'settings', 'get', 'global', 'low_power').text.trim() === '1') restrictions.push('battery saver is on');
  return restrictions;
}
