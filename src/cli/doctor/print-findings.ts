import { paint, type Colour, type Terminal } from '../terminal.js';
import { ADB_PLACES } from './device/find-adb.js';
import type { DeviceReport, DoctorReport, Severity } from './finding.js';

const LABELS: Readonly<Record<Severity, readonly [string, Colour]>> = {
  error: ['error', 'red'],
  warning: ['warning', 'yellow'],
  note: ['note', 'dim'],
};

export function printFindings(terminal: Terminal, report: DoctorReport): void {
  for (const { id, severity, platform, message, remedy, link } of report.findings) {
    const [label, colour] = LABELS[severity];
    const where = platform === 'all' ? '' : `${platform}: `;
    terminal.out(`${paint(terminal, colour, label)} ${paint(terminal, 'bold', `[${id}]`)} ${where}${message}`);
    terminal.out(`  → ${remedy}`);
    terminal.out(`  ${paint(terminal, 'dim', link)}`);
  }
  terminal.out('');
  for (const line of deviceLines(report.device)) terminal.out(line);
  terminal.out('To force a run:');
  for (const { platform, where, commands } of report.force) {
    terminal.out(`  ${platform}, ${where}:`);
    for (const command of commands) terminal.out(`    ${command}`);
  }
  terminal.out('');
  const count = (severity: Severity): string => {
    const found = report.findings.filter((finding) => finding.severity === severity).length;
    return `${found} ${severity}${found === 1 ? '' : 's'}`;
  };
  const summary = [count('error'), count('warning'), count('note')].join(', ');
  terminal.out(report.ok ? paint(terminal, 'green', summary) : paint(terminal, 'red', summary));
}

function deviceLines(device: DeviceReport): string[] {
  switch (device.state) {
    case 'no-adb':
      return [`adb was not found (${ADB_PLACES}), so no Android device was asked.`, ''];
    case 'no-device':
      return [];
    case 'no-app-id':
      return ['An Android device is attached, but no valid app id is known: set appId in capacitor.config.', ''];
    case 'failed':
      return [`The attached Android device could not be read: ${device.reason}`, ''];
    case 'read': {
      const jobs = device.jobs.map(({ id, earliest, unsatisfied, standbyBucket, ready }) => {
        const when = ready ? 'may run now' : earliest === undefined ? 'is due' : `not before ${earliest}`;
        const waits = unsatisfied.length === 0 ? '' : `, waits for ${unsatisfied.join(', ')}`;
        return `  job ${id}: ${when}${waits}${standbyBucket === undefined ? '' : ` (bucket ${standbyBucket})`}`;
      });
      const none = '  no scheduled job: no task is registered on this device, or the app was force-stopped';
      return [
        `On the attached device (${device.appId}):`,
        ...(jobs.length === 0 ? [none] : jobs),
        ...device.restrictions.map((line) => `  ${line}`),
        '',
      ];
    }
  }
}
