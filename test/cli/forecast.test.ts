import { readFileSync } from 'node:fs';
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
