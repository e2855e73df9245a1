import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../src/cli/doctor/finding.js';
import { temporaryFolder, useCli } from './support/cli-process.js';
import { healthyProject, writeFiles } from './support/projects.js';

const cli = useCli();
const folder = temporaryFolder();
let count = 0;

/** A folder of its own with an app, an empty home and an `adb` that notes each question that it is asked. */
function scene(files: Record<string, string> = {}): {
  readonly app: string;
  readonly home: string;
  putAdb(path: string): string;
  doctor(env?: Record<string, string>, cwd?: string): DoctorReport;
  text(env?: Record<string, string>): string;
  readonly asked: string;
} {
  count += 1;
  const base = join(folder, `scene-${count}`);
  const app = writeFiles(join(base, 'app'), { ...healthyProject(), ...files });
  const home = join(base, 'home');
  mkdirSync(home);
  const asked = join(base, 'asked.txt');
  const environment = (env: Record<string, string> = {}): Record<string, string> => ({
    PATH: '',
    HOME: home,
    ANDROID_HOME: '',
    ANDROID_SDK_ROOT: '',
    ...env,
  });
  return {
    app,
    home,
    asked,
    putAdb(path) {
      const script = `#!${process.execPath}
const asked = process.argv.slice(2).join(' ');
require('node:fs').appendFileSync(${JSON.stringify(asked)}, asked + '\\n');
process.stdout.write(asked === 'devices' ? 'List of devices attached\\nR58\\tdevice\\n\\n' : '');
`;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, script, { mode: 0o755 });
      return dirname(path);
    },
    doctor: (env, cwd = app) => JSON.parse(cli.run(['doctor', '--json'], { cwd, env: environment(env) }).stdout) as DoctorReport,
    text: (env) => cli.run(['doctor'], { cwd: app, env: environment(env) }).stdout,
  };
}

const configOf = (id: string): Record<string, string> => ({
  'capacitor.config.ts': `export default ${JSON.stringify({ appId: id, appName: 'App', webDir: 'dist' })};\n`,
  'android/app/build.gradle': '',
});

describe('an app id that is none', () => {
  it.each([
    ['com.x;touch /data/local/tmp/owned'],
    ['com.x$(reboot)'],
    ['com.x('],
    ['com.x app'],
    ['com'],
    ['1com.example'],
    ['com.example\n'],
  ])('F-C13: %j never reaches the shell of the attached phone, and ends nothing', (id) => {
    for (const files of [configOf(id), { 'android/app/build.gradle': `android { defaultConfig { applicationId "${id}" } }\n` }]) {
      const { putAdb, doctor, app } = scene(files);
      const report = doctor({ PATH: putAdb(join(dirname(app), 'bin/adb')) });
      expect(report.device).toEqual({ state: 'no-app-id' });
      expect(JSON.stringify(report.force)).not.toContain(id.trim() === 'com' ? 'scheduler com"' : JSON.stringify(id).slice(1, -1));
      expect(report.findings).toContainEqual(expect.objectContaining({ id: 'app-id-invalid', severity: 'error', platform: 'android' }));
    }
  });

  it.each(['com.example.app', 'io.ionic.starter_2', 'a.b'])('F-C13: %s is one', (id) => {
    const { putAdb, doctor, app } = scene(configOf(id));
    expect(doctor({ PATH: putAdb(join(dirname(app), 'bin/adb')) }).device).toMatchObject({ state: 'read', appId: id });
  });
});

describe('the adb that doctor runs', () => {
  it.each([
    ['the current folder', '', 'adb'],
    ['a folder relative to the current one', 'tools', 'tools/adb'],
    ['a dot on PATH', '.', 'adb'],
  ])('F-W02: is none of the app: %s', (_, path, adb) => {
    const { app, putAdb, doctor, asked } = scene();
    putAdb(join(app, adb));
    expect(doctor({ PATH: path }).device).toEqual({ state: 'no-adb' });
    expect(existsSync(asked)).toBe(false);
  });

  it('F-W02: is none of the app where npx puts its commands, where local.properties points, or behind a link', () => {
    const { app, putAdb, doctor, asked } = scene();
    const bin = putAdb(join(app, 'node_modules/.bin/adb'));
    putAdb(join(app, 'sdk/platform-tools/adb'));
    writeFiles(app, { 'android/local.properties': `sdk.dir=${join(app, 'sdk')}\n` });
    const link = join(dirname(app), 'link');
    symlinkSync(bin, link);
    expect(doctor({ PATH: `${bin}:${link}`, ANDROID_HOME: join(app, 'sdk') }).device).toEqual({ state: 'no-adb' });
    expect(existsSync(asked)).toBe(false);
  });

  it('F-W02: is none of the repository around the app', () => {
    const { app, putAdb, doctor, asked } = scene();
    mkdirSync(join(dirname(app), '.git'));
    const bin = putAdb(join(dirname(app), 'tools/adb'));
    expect(doctor({ PATH: bin }).device).toEqual({ state: 'no-adb' });
    expect(existsSync(asked)).toBe(false);
  });

  it.each([
    ['ANDROID_HOME', (sdk: string) => ({ env: { ANDROID_HOME: sdk }, files: {} })],
    ['ANDROID_SDK_ROOT', (sdk: string) => ({ env: { ANDROID_SDK_ROOT: sdk }, files: {} })],
    [
      'sdk.dir of local.properties',
      (sdk: string) => ({
        env: {},
        files: { 'android/local.properties': `## of this machine\r\nsdk.dir=${sdk.replaceAll(' ', '\\ ')}\r\n` },
      }),
    ],
  ])('F-W02: is found by %s', (_, setUp) => {
    const { app, putAdb, doctor } = scene();
    const sdk = join(dirname(app), 'My SDK');
    putAdb(join(sdk, 'platform-tools/adb'));
    const { env, files } = setUp(sdk);
    writeFiles(app, files);
    expect(doctor(env).device).toMatchObject({ state: 'read' });
  });

  it.each(['Android/Sdk', 'Library/Android/sdk'])('F-W02: is found where Android Studio puts it: %s', (place) => {
    const { home, putAdb, doctor } = scene();
    putAdb(join(home, place, 'platform-tools/adb'));
    expect(doctor().device).toMatchObject({ state: 'read' });
  });

  it('F-W02: one line says that there is none', () => {
    expect(
      scene()
        .text()
        .split('\n')
        .filter((line) => line.includes('adb') && line.includes('not found')),
    ).toEqual([
      'adb was not found (PATH, ANDROID_HOME, ANDROID_SDK_ROOT, local.properties, the usual folders), so no Android device was asked.',
    ]);
  });
});
