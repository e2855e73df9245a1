import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, temporaryFolder, useCli } from './support/cli-process.js';
import { templateFile } from './support/capacitor-templates.js';
import { APP_DELEGATE, healthyProject, INFO_PLIST, readTree, writeFiles } from './support/projects.js';

const cli = useCli();
const folder = temporaryFolder();
let count = 0;

function app(files: Record<string, string> = {}): string {
  count += 1;
  return writeFiles(join(folder, `app-${count}`), { ...healthyProject(), ...files });
}

const untouchedIos = (): Record<string, string> => ({
  [INFO_PLIST]: templateFile('spm', 'Info.plist'),
  [APP_DELEGATE]: templateFile('spm', 'AppDelegate.swift'),
});

describe('the command line', () => {
  it.each([['--help'], ['-h'], ['help'], [], ['doctor', '--help']])('prints its help for %j', (...args) => {
    const { status, stdout } = cli.run(
      args.filter((arg): arg is string => typeof arg === 'string'),
      { cwd: folder },
    );
    expect(status).toBe(0);
    for (const word of ['configure', 'doctor', '--check', '--json', '--version', 'Exit codes']) expect(stdout).toContain(word);
  });

  it.each([['--version'], ['-v'], ['version']])('prints the version of the package for %s', (arg) => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
    expect(cli.run([arg], { cwd: folder })).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [['repair'], 'unknown command repair'],
    [['doctor', '--fast'], 'unknown option --fast'],
    [['doctor', 'configure'], 'unexpected argument configure'],
    [['doctor', '--check'], '--check belongs to configure'],
    [['configure', '--details'], '--details belongs to doctor'],
    [['configure', '--root'], '--root needs a folder'],
  ])('refuses %j with 2', (args, reason) => {
    const { status, stdout, stderr } = cli.run(args, { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).toContain('--help');
  });

  it('ends with 3 where there is no Capacitor project', () => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    const cwd = join(folder, 'empty');
    expect(cli.run(['doctor'], { cwd })).toMatchObject({ status: 3, stdout: '' });
    const { status, stdout } = cli.run(['configure', '--json'], { cwd });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, command: 'configure' });
  });

  it('does not take the app around a --root that does not exist', () => {
    const { status, stdout, stderr } = cli.run(['configure', '--root', 'typo'], { cwd: app() });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/There is no folder .*typo\. Run the command/);
  });

  it('is content with a reader that has seen enough', async () => {
    const child = spawn(process.execPath, [join(cli.packageDir, 'dist/cli/index.js'), 'doctor'], { cwd: app() });
    // Closed before the command has begun: its first line meets a broken pipe.
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('finds the app from a folder inside it, and by --root', () => {
    const root = app();
    expect(cli.run(['configure'], { cwd: join(root, 'src') }).status).toBe(0);
    expect(cli.run(['configure', '--root', root], { cwd: folder }).status).toBe(0);
    expect(cli.run(['configure', `--root=${root}`], { cwd: folder }).status).toBe(0);
  });

  it('uses no colour when its output is not a terminal, even when asked by a terminal variable', () => {
    const { stdout } = cli.run(['configure'], { cwd: app(), env: { TERM: 'xterm-256color', FORCE_COLOR: '1' } });
    expect(stdout).not.toContain('\u001b');
  });
});

describe('configure', () => {
  it('does what the hook does', () => {
    const root = app(untouchedIos());
    const { status, stdout } = cli.run(['configure'], { cwd: root });
    expect(status).toBe(0);
    expect(stdout.split('\n').map((line) => line.slice(0, 1))).toEqual(['✔', '✔', '✔', '✔', '']);
    expect(readFileSync(join(root, INFO_PLIST), 'utf8')).toContain('app.capgo.backgroundtask.refresh');
    expect(readFileSync(join(root, APP_DELEGATE), 'utf8')).toContain('CapgoBackgroundTask.registerLaunchHandlers()');
  });

  it('with --check tells what would change, writes nothing and ends with 1', () => {
    const root = app(untouchedIos());
    const before = readTree(root);
    const { status, stdout } = cli.run(['configure', '--check'], { cwd: root });
    expect(status).toBe(1);
    expect(stdout).toContain(`${INFO_PLIST} would change: added processing, fetch to UIBackgroundModes`);
    expect(readTree(root)).toEqual(before);
  });

  it('with --check ends with 0 once all is there', () => {
    const root = app(untouchedIos());
    cli.run(['configure'], { cwd: root });
    expect(cli.run(['configure', '--check'], { cwd: root }).status).toBe(0);
  });

  it('with --json prints one object that a script can read', () => {
    const root = app(untouchedIos());
    const { status, stdout } = cli.run(['configure', '--json'], { cwd: root });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'configure',
      check: false,
      root,
      ok: true,
      steps: [
        { id: 'info-plist', platform: 'ios', file: INFO_PLIST, status: 'changed' },
        { id: 'app-delegate', platform: 'ios', file: APP_DELEGATE, status: 'changed' },
        { id: 'android', platform: 'android', status: 'ready' },
        { id: 'web', platform: 'web', status: 'ready' },
      ],
    });
  });

  it('ends with 1 and gives the lines when something is left for a person', () => {
    const { status, stdout } = cli.run(['configure'], { cwd: app({ [APP_DELEGATE]: 'import UIKit\n' }) });
    expect(status).toBe(1);
    expect(stdout).toContain('    import CapgoBackgroundTaskPlugin');
  });

  it('honours the switch in the configuration file', () => {
    const root = app({
      ...untouchedIos(),
      'capacitor.config.ts': "export default { appId: 'a.b', webDir: 'dist', plugins: { CapgoBackgroundTask: { configure: false } } };",
    });
    const before = readTree(root);
    const { status, stdout } = cli.run(['configure'], { cwd: root });
    expect(status).toBe(1);
    expect(stdout).toContain('configure is false');
    expect(readTree(root)).toEqual(before);
  });

  it('does it in an Nx workspace, where hooks do not run', () => {
    const workspace = join(folder, 'nx');
    writeFiles(workspace, { 'nx.json': '{}', 'package.json': '{}' });
    const root = writeFiles(join(workspace, 'apps/mobile'), { ...healthyProject(), ...untouchedIos() });
    expect(cli.run(['configure'], { cwd: root }).status).toBe(0);
    expect(readFileSync(join(root, INFO_PLIST), 'utf8')).toContain('app.capgo.backgroundtask.processing');
    expect(cli.run(['doctor'], { cwd: root }).stdout).toContain('[nx-hooks]');
  });
});

describe('an attached Android device', () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });

  /** An `adb` that answers from a table; an unknown question fails. */
  function attach(answers: Record<string, string>): Record<string, string> {
    const script = `#!${process.execPath}\nconst answers = ${JSON.stringify(answers)};\nconst answer = answers[process.argv.slice(2).join(' ')];\nif (answer === undefined) process.exitCode = 1;\nelse process.stdout.write(answer);\n`;
    writeFileSync(join(bin, 'adb'), script, { mode: 0o755 });
    return { PATH: bin };
  }

  const devices = 'List of devices attached\nemulator-5554\tdevice\n\n';
  const job = (
    id: string,
    head: string,
  ): string => `  JOB ${head}/${id}: 8f3d8d3 ${head.startsWith('#') ? '' : '#Worker#@androidx.work.systemjobscheduler@'}com.example.app/androidx.work.impl.background.systemjob.SystemJobService
    u0a231 tag=*job*/com.example.app/androidx.work.impl.background.systemjob.SystemJobService
    JobInfo:
      Service: com.example.app/androidx.work.impl.background.systemjob.SystemJobService
    Required constraints: TIMING_DELAY CONNECTIVITY [0x90000000]
    Satisfied constraints: DEVICE_NOT_DOZING [0x2000000]
    Unsatisfied constraints: TIMING_DELAY WITHIN_QUOTA [0x81000000]
    Standby bucket: RARE
    Run time: earliest=+12m30s5ms, latest=none, original latest=none
    Ready: false (job=false user=true)
`;
  const stranger =
    '  JOB androidx.work.systemjobscheduler:u0a148/160: ef63ebc #X#@androidx.work.systemjobscheduler@com.example.application/androidx.work.impl.background.systemjob.SystemJobService\n    Ready: true\n';
  const healthy = {
    devices,
    'shell pm path com.example.app': 'package:/data/app/base.apk\n',
    'shell dumpsys package com.example.app': 'User 0: stopped=false\n',
    'shell cmd appops get com.example.app RUN_ANY_IN_BACKGROUND': 'No operations.\n',
    'shell settings get global low_power': '0\n',
  };

  it("tells when the app's jobs may run, and how to force each", () => {
    const env = attach({
      ...healthy,
      'shell dumpsys jobscheduler com.example.app': `Registered jobs:\n${job('5', 'androidx.work.systemjobscheduler:u0a231')}${stranger}Pending queue:\n${job('5', 'androidx.work.systemjobscheduler:u0a231').split('\n')[0]}\n`,
    });
    const { stdout } = cli.run(['doctor', '--details'], { cwd: app(), env });
    expect(stdout).toContain(
      'On the attached device (com.example.app):\n  job 5: not before +12m30s5ms, waits for quota (bucket RARE)\n\n',
    );
    expect(stdout).toContain('adb shell cmd jobscheduler run -f -n androidx.work.systemjobscheduler com.example.app 5\n');
    expect(stdout).not.toContain('160');
  });

  it('reads the older form of the dump', () => {
    const env = attach({ ...healthy, 'shell dumpsys jobscheduler com.example.app': job('7', '#u0a231') });
    const { stdout } = cli.run(['doctor', '--json'], { cwd: app(), env });
    const { device } = JSON.parse(stdout) as { device: unknown };
    expect(device).toEqual({
      state: 'read',
      appId: 'com.example.app',
      restrictions: [],
      jobs: [
        {
          id: '7',
          required: ['TIMING_DELAY', 'CONNECTIVITY'],
          unsatisfied: ['TIMING_DELAY', 'WITHIN_QUOTA'],
          earliest: '+12m30s5ms',
          standbyBucket: 'RARE',
          ready: false,
        },
      ],
    });
    expect(stdout).toContain('adb shell cmd jobscheduler run -f com.example.app 7');
  });

  it('names what the user or the system has switched off', () => {
    const env = attach({
      ...healthy,
      'shell dumpsys jobscheduler com.example.app': 'Registered jobs:\n',
      'shell dumpsys package com.example.app': 'User 0: ceDataInode=1 installed=true stopped=true\n',
      'shell cmd appops get com.example.app RUN_ANY_IN_BACKGROUND': 'RUN_ANY_IN_BACKGROUND: ignore\n',
      'shell settings get global low_power': '1\n',
    });
    const { stdout } = cli.run(['doctor'], { cwd: app(), env });
    expect(stdout).toContain('no scheduled job');
    expect(stdout).toContain('the app is stopped');
    expect(stdout).toContain('restricted background use');
    expect(stdout).toContain('battery saver is on');
  });

  it('says when the app is not on the device', () => {
    const env = attach({ devices, 'shell dumpsys jobscheduler com.example.app': '' });
    expect(cli.run(['doctor'], { cwd: app(), env }).stdout).toContain('com.example.app is not installed on the device');
  });

  it('takes the id from Gradle when it differs from that of Capacitor', () => {
    const gradle = 'android { defaultConfig { applicationId "com.example.store" } }';
    const env = attach({ devices, 'shell dumpsys jobscheduler com.example.store': '' });
    expect(cli.run(['doctor'], { cwd: app({ 'android/app/build.gradle': gradle }), env }).stdout).toContain(
      'On the attached device (com.example.store)',
    );
  });

  it.each([
    ['no device', { devices: 'List of devices attached\n\n' }],
    ['an unauthorised device', { devices: 'List of devices attached\nR58\tunauthorized\n' }],
  ])('goes on without with %s', (_, answers) => {
    const { status, stdout } = cli.run(['doctor', '--json'], { cwd: app(), env: attach(answers) });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ device: { state: 'no-device' } });
  });

  it('reports an adb that fails, and goes on', () => {
    const { stdout } = cli.run(['doctor'], { cwd: app(), env: attach({}) });
    expect(stdout).toContain('could not be read');
    expect(stdout).toContain('how to force a run');
  });
});
