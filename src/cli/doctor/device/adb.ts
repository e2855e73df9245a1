import { spawnSync } from 'node:child_process';
import type { DeviceReport } from '../finding.js';
import { parseJobDump } from './job-dump.js';

const LIMIT_MS = 10_000;

/** Asks an attached Android device which jobs the app has scheduled. Reads only. */
export function readDevice(appId: string | undefined, environment: Readonly<Record<string, string | undefined>>): DeviceReport {
  const adb = (...args: string[]): { readonly missing: boolean; readonly ok: boolean; readonly text: string } => {
    const { error, status, stdout, stderr } = spawnSync('adb', args, {
      encoding: 'utf8',
      timeout: LIMIT_MS,
      env: environment,
      maxBuffer: 1 << 26,
    });
    const missing = error !== undefined && 'code' in error && error.code === 'ENOENT';
    return { missing, ok: status === 0, text: status === 0 ? stdout : stderr || (error?.message ?? `exit ${status ?? 'by signal'}`) };
  };
  const devices = adb('devices');
  if (devices.missing) return { state: 'no-adb' };
  if (!devices.ok) return { state: 'failed', reason: devices.text.trim() };
  if (!/^\S+\tdevice$/m.test(devices.text.replaceAll('\r', ''))) return { state: 'no-device' };
  if (appId === undefined) return { state: 'no-app-id' };
  const dump = adb('shell', 'dumpsys', 'jobscheduler', appId);
  if (!dump.ok) return { state: 'failed', reason: dump.text.trim() };
  return { state: 'read', appId, jobs: parseJobDump(dump.text, appId), restrictions: readRestrictions(appId, adb) };
}

function readRestrictions(appId: string, adb: (...args: string[]) => { readonly ok: boolean; readonly text: string }): string[] {
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
