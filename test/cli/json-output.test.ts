import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blockersIn, parseJobDump } from '../../src/cli/doctor/device/job-dump.js';
import { temporaryFolder, useCli } from './support/cli-process.js';
import { codeBlocks } from './support/code-blocks.js';
import { healthyProject, writeFiles } from './support/projects.js';

const cli = useCli();
const folder = temporaryFolder();
const shapes = codeBlocks('docs/setup.md').find(({ text }) => text.includes('interface DoctorReport'))?.text ?? '';

/** The fields that docs/setup.md gives to a type, in alphabetical order. */
function documented(type: string): string[] {
  const body = new RegExp(`interface ${type} \\{([^}]*)\\}`).exec(shapes)?.[1] ?? '';
  return [...body.matchAll(/(\w+)\??:/g)].map(([, name = '']) => name).sort();
}

const fields = (value: unknown): string[] => Object.keys(value as object).sort();

function printed(args: readonly string[], cwd: string): Record<string, unknown> {
  return JSON.parse(cli.run([...args, '--json'], { cwd, env: { PATH: join(folder, 'empty') } }).stdout) as Record<string, unknown>;
}

it('doctor prints what docs/setup.md documents', () => {
  const report = printed(['doctor'], writeFiles(join(folder, 'doctor'), healthyProject()));
  expect(fields(report)).toEqual(documented('DoctorReport'));
  for (const finding of report['findings'] as unknown[]) expect(fields(finding)).toEqual(documented('Finding'));
  for (const force of report['force'] as unknown[]) expect(fields(force)).toEqual(documented('Force'));
  expect(report['device']).toEqual({ state: 'no-adb' });
  expect(shapes).toContain("'no-adb'");
});

it('configure prints what docs/setup.md documents', () => {
  const report = printed(['configure', '--check'], writeFiles(join(folder, 'configure'), healthyProject()));
  expect(fields(report)).toEqual(documented('ConfigureReport'));
  for (const step of report['steps'] as unknown[]) expect(fields(step)).toEqual(documented('Step'));
});

it('both print what docs/setup.md documents where there is no project', () => {
  mkdirSync(join(folder, 'none'));
  for (const command of ['doctor', 'configure']) expect(fields(printed([command], join(folder, 'none')))).toEqual(documented('NoProject'));
});

it('what a job waits for has the words of blockedBy, and a name that has none stays readable', () => {
  const dumped = [
    'CHARGING',
    'BATTERY_NOT_LOW',
    'STORAGE_NOT_LOW',
    'IDLE',
    'CONNECTIVITY',
    'WITHIN_QUOTA',
    'DEVICE_NOT_DOZING',
    'FLEXIBILITY',
  ];
  const words = ['charging', 'battery-not-low', 'storage-not-low', 'device-idle', 'network', 'quota', 'doze', 'flexibility'];
  expect(blockersIn(['TIMING_DELAY', ...dumped])).toEqual(words);
});

it('a job of an attached device has the fields that docs/setup.md documents', () => {
  const dump =
    'JOB androidx.work.systemjobscheduler:u0a1/5: 1 @a@com.example.app/androidx.work.impl.background.systemjob.SystemJobService\n  Run time: earliest=+1m, latest=none\n';
  expect(parseJobDump(dump, 'com.example.app').map(fields)).toEqual([documented('Job')]);
});
