import { spawnSync } from 'node:child_process';
import { mkdirSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import type { DoctorReport, Severity } from '../../../src/cli/doctor/finding.js';
import { repository, temporaryFolder, useCli, type CliProcess, type CommandResult } from './cli-process.js';
import { writeFiles } from './projects.js';

export type PartialFiles = Readonly<Record<string, string | undefined>>;

export interface Diagnosis {
  readonly status: number | null;
  readonly report: DoctorReport;
}

/** Where the same app is diagnosed again: other paths, other line ends. */
export type Elsewhere = 'here' | 'CRLF' | 'Windows' | 'Windows and CRLF';

export interface DoctorRuns {
  readonly cli: CliProcess;
  /** Writes an app whose build is younger than its sources. */
  project(files: PartialFiles): string;
  diagnose(root: string): Diagnosis;
  /** What doctor prints for a person. */
  read(root: string, ...options: readonly string[]): string;
  /** The ids of errors and warnings. */
  problems(root: string): string[];
  /** Diagnoses many apps in one process; none of the apps may depend on another. */
  diagnoseAll(apps: readonly PartialFiles[], elsewhere: Elsewhere): DoctorReport[];
}

export function useDoctor(): DoctorRuns {
  const cli = useCli();
  const folder = temporaryFolder();
  // No adb is found: the machine that runs the tests may have a phone attached.
  const env = { PATH: join(folder, 'empty'), HOME: join(folder, 'empty'), ANDROID_HOME: '', ANDROID_SDK_ROOT: '' };
  let count = 0;

  function project(files: PartialFiles): string {
    count += 1;
    const root = join(folder, `app-${count}`);
    mkdirSync(root);
    const present = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined);
    writeFiles(root, Object.fromEntries(present));
    // Files that are written in one go could be of any order.
    for (const [path] of present)
      utimesSync(join(root, path), 1_700_000_000, /^(dist|ios|android)\//.test(path) ? 1_700_000_100 : 1_700_000_000);
    return root;
  }

  function diagnose(root: string): Diagnosis {
    const { status, stdout, stderr } = cli.run(['doctor', '--json'], { cwd: root, env });
    expect(stderr).toBe('');
    return { status, report: JSON.parse(stdout) as DoctorReport };
  }

  return {
    cli,
    project,
    diagnose,
    read: (root, ...options) => cli.run(['doctor', ...options], { cwd: root, env }).stdout,
    problems: (root) =>
      diagnose(root)
        .report.findings.filter(({ severity }) => severity !== 'note')
        .map(({ id }) => id),
    diagnoseAll(apps, elsewhere) {
      const roots = apps.map((files) => project(elsewhere.includes('CRLF') ? withCrlf(files) : files));
      const isWindows = elsewhere.includes('Windows');
      const jobs = roots.map((root) => ({
        args: ['doctor', '--json'],
        cwd: isWindows ? `C:\\${basename(root)}` : root,
        env: isWindows ? { Path: 'C:\\empty', USERPROFILE: 'C:\\empty' } : env,
      }));
      return runMany(cli, jobs, isWindows ? folder : undefined).map(({ stdout, stderr }) => {
        expect(stderr).toBe('');
        return JSON.parse(stdout) as DoctorReport;
      });
    },
  };
}

export function withCrlf(files: PartialFiles): PartialFiles {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text?.replace(/\r?\n/g, '\r\n')]));
}

/** The findings of a report that are of this weight. */
export function idsOf(report: DoctorReport, ...severities: readonly Severity[]): string[] {
  return report.findings.filter(({ severity }) => severities.includes(severity)).map(({ id }) => id);
}

interface Job {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the command once per job; with `drive` as on Windows, where that folder is `C:\`. */
function runMany(cli: CliProcess, jobs: readonly Job[], drive: string | undefined): CommandResult[] {
  const support = join(repository, 'test/cli/support');
  // `module.registerHooks` came with Node.js 22.15; the suite itself may run on an older one.
  const node = join(repository, 'node_modules/node/bin/node');
  const preload = drive === undefined ? [] : ['--import', join(support, 'windows/preload.mjs')];
  const { status, stdout, stderr } = spawnSync(node, [...preload, join(support, 'run-many.mjs'), cli.runBundle], {
    encoding: 'utf8',
    input: JSON.stringify(jobs),
    maxBuffer: 1 << 28,
    env: drive === undefined ? {} : { WINDOWS_DRIVE: drive },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as CommandResult[];
}
