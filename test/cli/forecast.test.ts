import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.js';
import { temporaryFolder } from './support/cli-process.js';
import { healthyProject, writeFiles } from './support/projects.js';

const folder = temporaryFolder();

function forecast(workingFolder: string, ...args: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const terminal = { colours: false, out: (line: string) => void out.push(line), error: (line: string) => void errors.push(line) };
  const code = run(['forecast', ...args], { workingFolder, environment: {}, terminal }) as number;
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}

test('draws a lane for each task, its figures, and what each share of the waiting is for', () => {
  const { code, out } = forecast(folder, '--task', 'sync:60', '--task', 'upload:120,charging', '--seeds', '20');
  expect(code).toBe(0);
  expect(out).toMatch(/^sync {2}2\d.* runs a day$/m);
  expect(out).toMatch(/^[█░·]{72}$/m);
  expect(out).toMatch(/\d\d % of the wait: charging: it asks for charging/);
  expect(out).toContain('A model, not a promise');
});

test('a rarely opened app is told which rule of the system it waits for, and where it is from', () => {
  const { out } = forecast(folder, '--task', 'sync:30', '--device', 'samsung-rare', '--seeds', '10');
  expect(out).toMatch(/of the wait: quota: .*\[source: AOSP: .*QuotaController\.java\]/);
});

test('reads the literal registrations of the project, and says which it could not read', () => {
  const root = writeFiles(join(folder, 'app'), {
    ...healthyProject(),
    'src/more.ts':
      "import { BackgroundTask } from '@capgo/capacitor-background-task';\nexport const go = (name: string) => BackgroundTask.registerTaskAsync(name);\nexport const upload = () => BackgroundTask.registerTaskAsync('upload', { minimumInterval: minutes(), requiresCharging: true });\n",
  });
  const { code, out } = forecast(root, '--json', '--seeds', '5', '--fleet', '1000');
  expect(code).toBe(0);
  const report = JSON.parse(out) as { tasks: { name: string }[]; unread: string[]; fleet: { devices: number }; seeds: number };
  expect(report.tasks.map(({ name }) => name).sort()).toEqual(['sync-offline-data', 'upload']);
  expect(report).toMatchObject({ seeds: 5, fleet: { devices: 1000 } });
  expect(report.unread).toEqual([expect.stringContaining('name is computed'), expect.stringContaining('minimumInterval of "upload"')]);
});

test('writes one picture for light and dark, with what it shows in words', () => {
  expect(forecast(folder, '--task', 'sync:60', '--seeds', '5', '--svg', 'week.svg').code).toBe(0);
  const svg = readFileSync(join(folder, 'week.svg'), 'utf8');
  expect(svg).toMatch(/^<svg [^>]*role="img"/);
  expect(svg).toContain('prefers-color-scheme: dark');
  expect(svg).toMatch(/<desc[^>]*>.*sync: .* runs a day.* It waits for: /);
});

test('says what a fleet asks of the server, with the peak beside the mean', () => {
  const { out } = forecast(folder, '--task', 'sync:60', '--seeds', '2', '--fleet', '2000');
  expect(out).toMatch(/2,000 devices .*\n {2}as scheduled: \d+ requests a minute, peak \d+ ± \d+ \(\d+\.\d × the mean\)/);
});

test.each([
  [['--task', 'sync'], 2, /--task needs NAME:MINUTES/],
  [['--task', 'sync:30,fast'], 2, /"fast" is not known; there are offline/],
  [['--task', 'sync:0'], 2, /minimumInterval/],
  [['--task', 'sync:30', '--device', 'fridge'], 2, /"fridge" is not known/],
  [['--days', '0'], 2, /--days needs a whole number/],
  [['--nonsense'], 2, /nonsense/],
  [[], 3, /No capacitor\.config .*--task/],
])('%j ends with %i and says why', (args, expected, message) => {
  const { code, errors } = forecast(folder, ...args);
  expect(errors).toMatch(message);
  expect(code).toBe(expected);
});

/** A report as a device sends it: one registration that ran twice, and an item that waits. */
const REPORT = {
  reportVersion: 1,
  createdAt: Date.UTC(2026, 10, 27, 8),
  utcOffset: 60,
  versions: { package: '8.2.0', contract: 2, nativeContract: 2 },
  platform: 'ios',
  status: 2,
  runsWhileClosed: true,
  reasons: [{ code: 'LOW_POWER_MODE', message: null }],
  facts: { systemVersion: '18.1' },
  tasks: [
    {
      name: 'sync',
      options: {
        minimumInterval: 60,
        requiresNetwork: true,
        requiresUnmeteredNetwork: false,
        requiresCharging: false,
        requiresBatteryNotLow: false,
        requiresStorageNotLow: false,
        requiresDeviceIdle: false,
        maximumRetries: 0,
        timeLimit: null,
        initialDelay: null,
        window: null,
        notHonoured: [],
      },
      registeredAt: Date.UTC(2026, 10, 25, 8),
      nextEligibleAt: Date.UTC(2026, 10, 27, 8),
      blockedBy: [],
      stalled: false,
      defined: true,
    },
  ],
  items: [{ taskName: 'send', enqueuedAt: 1, eligibleAt: 1, attempt: 1, blockedBy: ['network'] }],
  runs: [27, 26].map((day) => ({
    taskName: 'sync',
    enqueued: false,
    trigger: 'background',
    attempt: 1,
    runtime: 'headless',
    timestamp: Date.UTC(2026, 10, day, 6),
    claimedAt: null,
    deadline: null,
    settledAt: Date.UTC(2026, 10, day, 7),
    outcome: 'success',
    error: null,
    final: false,
  })),
};

function reportFile(text: string): string {
  writeFileSync(join(folder, 'report.json'), text);
  return 'report.json';
}

test('goes on from a report of a real device: its tasks, its history, its platform', () => {
  const { code, out } = forecast(folder, '--from', reportFile(JSON.stringify(REPORT)), '--seeds', '10');
  expect(code).toBe(0);
  expect(out).toMatch(/^an iPhone that is charged at night.*on the device of the report \(lowPowerMode true\)$/m);
  expect(out).toMatch(/^sync {2}.* runs a day$/m);
  expect(out).toContain('  in the report 2 runs in 26 h (1.8 a day), longest gap 24 h');
  expect(out).toContain('not read: 1 item of the queue');
  const { profile, from } = JSON.parse(forecast(folder, '--from', 'report.json', '--seeds', '2', '--json').out) as {
    profile: { id: string };
    from: number;
  };
  expect([profile.id, from]).toEqual(['iphone-night', REPORT.createdAt]);
});

test.each<[string, RegExp]>([
  [
    JSON.stringify(REPORT).slice(0, -200),
    /--from report\.json: it is not JSON \(.*JSON\.stringify\(await BackgroundTask\.getReportAsync\(\)\)/,
  ],
  ['{"name":"app","dependencies":{}}', /it is no report of getReportAsync\(\): it has no reportVersion 1/],
  [JSON.stringify({ ...REPORT, reportVersion: 9 }), /its reportVersion is 9.*update the package/],
  [JSON.stringify({ ...REPORT, tasks: [{ ...REPORT.tasks[0], options: undefined }] }), /tasks\[0\]\.options is missing/],
  [JSON.stringify({ ...REPORT, tasks: [] }), /no task was registered on that device/],
  [JSON.stringify({ ...REPORT, tasks: [{ ...REPORT.tasks[0], options: { minimumInterval: 'often' } }] }), /minimumInterval/],
  ['', /it is not JSON/],
])('a damaged or foreign file ends with 2 and says why: %.40s', (text, message) => {
  const { code, out, errors } = forecast(folder, '--from', reportFile(text));
  expect(errors).toMatch(message);
  expect([code, out]).toEqual([2, '']);
});

test.each([
  [['--from', 'nowhere.json'], /--from nowhere\.json: there is no such file/],
  [['--from', '.'], /nothing to read: it cannot be read \(EISDIR\)/],
  [['--from', 'report.json', '--task', 'sync:30'], /leave --task out/],
  [['--from', 'report.json', '--fleet', '10'], /leave --fleet out/],
])('%j ends with 2 and says what to do', (args, message) => {
  const { code, errors } = forecast(folder, ...args);
  expect(errors).toMatch(message);
  expect(code).toBe(2);
});

test('a device of another platform than the report is refused', () => {
  const { code, errors } = forecast(folder, '--from', reportFile(JSON.stringify(REPORT)), '--device', 'browser-tab');
  expect([code, errors]).toEqual([2, expect.stringMatching(/"browser-tab" is of web, and the report of ios: give iphone-night/)]);
});

test('a drawing that cannot be written is refused in one sentence', () => {
  const { code, errors } = forecast(folder, '--task', 'sync:60', '--seeds', '1', '--days', '1', '--svg', join('nowhere', 'week.svg'));
  expect(code).toBe(2);
  expect(errors).toMatch(/ENOENT.*nowhere/);
});
