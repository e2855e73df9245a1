import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'plist';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../src/cli/doctor/finding.js';
import { repository, temporaryFolder, useCli, type CommandResult } from './support/cli-process.js';
import { freshApp, packPackage, type FreshApp } from './support/fresh-app.js';
import { APP_DELEGATE, INFO_PLIST, readTree, writeFiles, type Files } from './support/projects.js';

const cli = useCli();
const folder = temporaryFolder();
let tarball = '';
/** Seven real processes one after the other, on a machine that does other things too. */
const LIMIT_MS = 300_000;

beforeAll(() => {
  mkdirSync(join(folder, 'packed'));
  tarball = packPackage(join(folder, 'packed'));
}, LIMIT_MS);

function succeed({ status, stdout, stderr }: CommandResult): string {
  if (status !== 0) throw new Error(`ended with ${status}\n${stdout}\n${stderr}`);
  return stdout + stderr;
}

const read = (app: FreshApp, path: string): string => readFileSync(join(app.root, path), 'utf8');

function expectConfigured(app: FreshApp): void {
  const plist = parse(read(app, INFO_PLIST)) as Record<string, unknown>;
  expect(plist['UIBackgroundModes']).toEqual(['processing', 'fetch']);
  expect(plist['BGTaskSchedulerPermittedIdentifiers']).toEqual(['app.capgo.backgroundtask.processing', 'app.capgo.backgroundtask.refresh']);
  expect(read(app, APP_DELEGATE)).toMatch(/^import CapgoBackgroundTaskPlugin$/m);
  expect(read(app, APP_DELEGATE)).toMatch(/-> Bool \{\n {8}CapgoBackgroundTask\.registerLaunchHandlers\(\)\n/);
}

/** All but what Capacitor itself writes anew at each sync. */
function nativeFiles(app: FreshApp): Record<string, string> {
  const tree = { ...prefixed('ios', readTree(join(app.root, 'ios'))), ...prefixed('android', readTree(join(app.root, 'android'))) };
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !path.includes('/public/')));
}

function prefixed(name: string, tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${name}/${path}`, text]));
}

function findings(app: FreshApp): string[] {
  const { stdout } = cli.run(['doctor', '--json'], { cwd: app.root, env: { PATH: join(folder, 'empty') } });
  return (JSON.parse(stdout) as DoctorReport).findings
    .filter((finding) => finding.severity !== 'note')
    .map((finding) => `${finding.id}: ${finding.message}`);
}

describe("the README's install section, with the real Capacitor CLI and the packed package", { timeout: LIMIT_MS }, () => {
  let app: FreshApp;
  let untouched: Record<string, string> = {};
  let firstSync = '';

  beforeAll(() => {
    app = freshApp(join(folder, 'spm'), tarball);
    succeed(app.cap('init', 'App', 'com.example.app', '--web-dir', 'dist'));
    succeed(app.cap('add', 'android'));
    succeed(app.cap('add', 'ios'));
    untouched = nativeFiles(app);
    app.install();
    succeed(app.build());
    firstSync = succeed(app.cap('sync'));
  }, LIMIT_MS);

  it('makes worker, headless page and manifest', () => {
    for (const name of ['background-task-sw.js', 'background-task.html']) expect(existsSync(join(app.root, 'dist', name))).toBe(true);
    expect(JSON.parse(read(app, 'dist/background-task.json'))).toMatchObject({ version: 1, tasks: ['sync-offline-data'] });
  });

  it('sets iOS up, in the very files that cap add made', () => {
    expectConfigured(app);
    expect(firstSync).toContain(`[CapgoBackgroundTask] ✔ ${INFO_PLIST}: added processing, fetch`);
    const { UIBackgroundModes, BGTaskSchedulerPermittedIdentifiers, ...others } = parse(read(app, INFO_PLIST)) as Record<string, unknown>;
    expect([UIBackgroundModes, BGTaskSchedulerPermittedIdentifiers]).not.toContain(undefined);
    const {
      UIBackgroundModes: none,
      BGTaskSchedulerPermittedIdentifiers: neither,
      ...before
    } = parse(untouched[INFO_PLIST] ?? '') as Record<string, unknown>;
    expect([none, neither]).toEqual([undefined, undefined]);
    expect(others).toEqual(before);
  });

  it('changes no other file of the native projects than the sync itself does', () => {
    const after = nativeFiles(app);
    const changed = Object.keys({ ...untouched, ...after }).filter((path) => after[path] !== untouched[path]);
    const byCapacitor =
      /capacitor\.(config|plugins)\.json$|config\.xml$|capacitor\.(build|settings)\.gradle$|CapApp-SPM\/Package\.swift$|capacitor-cordova-/;
    expect(changed.filter((path) => !byCapacitor.test(path))).toEqual([APP_DELEGATE, INFO_PLIST]);
  });

  it('links the plugin on both platforms under the names that the set-up counts on', () => {
    expect(read(app, 'ios/App/CapApp-SPM/Package.swift')).toContain('CapgoCapacitorBackgroundTask');
    expect(read(app, 'android/capacitor.settings.gradle')).toContain(':capgo-capacitor-background-task');
    const plugins = JSON.parse(read(app, 'android/app/src/main/assets/capacitor.plugins.json')) as { classpath: string }[];
    expect(plugins.map((plugin) => plugin.classpath)).toEqual(['app.capgo.backgroundtask.CapgoBackgroundTaskPlugin']);
    // Capacitor takes every named @objc class of the Swift sources for a plugin of the app.
    const { packageClassList } = JSON.parse(read(app, 'ios/App/App/capacitor.config.json')) as { packageClassList: string[] };
    expect(packageClassList).toEqual(['CapgoBackgroundTaskPlugin']);
  });

  it('brings the command', () => {
    const command = join(app.root, 'node_modules/.bin/capacitor-background-task');
    const { version } = JSON.parse(read(app, 'node_modules/@capgo/capacitor-background-task/package.json')) as { version: string };
    expect(spawnSync(command, ['--version'], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: `${version}\n` });
  });

  it('changes nothing in a second sync', () => {
    const before = readTree(join(app.root, 'ios'));
    const output = succeed(app.cap('sync'));
    expect(output).not.toContain('[CapgoBackgroundTask]');
    expect(readTree(join(app.root, 'ios'))).toEqual(before);
  });

  it('leaves doctor nothing to complain about', () => {
    expect(findings(app)).toEqual([]);
  });

  it("keeps the guide's own order: the keys pasted by hand, then sync ios", () => {
    const pasted =
      '\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<string>processing</string>\n\t</array>\n\t<key>BGTaskSchedulerPermittedIdentifiers</key>\n\t<array>\n\t\t<string>app.capgo.backgroundtask.processing</string>\n\t</array>\n';
    writeFileSync(join(app.root, INFO_PLIST), read(app, INFO_PLIST).replace('<dict>\n', `<dict>\n${pasted}`));
    expect(succeed(app.cap('sync', 'ios'))).toContain('merged 2 copies of UIBackgroundModes into one');
    expectConfigured(app);
    expect(read(app, INFO_PLIST).match(/<key>UIBackgroundModes/g)).toHaveLength(1);
  });

  it('never breaks a sync: an Info.plist that cannot be read is explained', () => {
    const good = read(app, INFO_PLIST);
    const bad = good.replace('<key>UIBackgroundModes', '<<<<<<< HEAD\n<key>UIBackgroundModes');
    writeFileSync(join(app.root, INFO_PLIST), bad);
    const output = succeed(app.cap('sync', 'ios'));
    expect(output).toContain(`${INFO_PLIST} was left as it is: the XML is not well-formed`);
    expect(read(app, INFO_PLIST)).toBe(bad);
    writeFileSync(join(app.root, INFO_PLIST), good);
  });
});

describe('other layouts', { timeout: LIMIT_MS }, () => {
  /** The package first, the platform afterwards: `cap add` ends with a sync. */
  function addIos(app: FreshApp, ...options: string[]): string {
    app.install();
    succeed(app.cap('init', 'App', 'com.example.app', '--web-dir', 'dist'));
    return succeed(app.cap('add', 'ios', ...options));
  }

  it('iOS added after the package', () => {
    const app = freshApp(join(folder, 'later'), tarball);
    expect(addIos(app)).toContain(`[CapgoBackgroundTask] ✔ ${INFO_PLIST}: added processing, fetch`);
    expectConfigured(app);
  });

  it('CocoaPods', () => {
    const app = freshApp(join(folder, 'pods'), tarball);
    addIos(app, '--packagemanager', 'Cocoapods');
    expectConfigured(app);
    expect(read(app, 'ios/App/Podfile')).toContain("pod 'CapgoCapacitorBackgroundTask'");
  });

  it('pnpm: the package is a link into a store outside the app', () => {
    const app = freshApp(join(folder, 'pnpm'), tarball);
    app.install();
    const link = join(app.root, 'node_modules/@capgo/capacitor-background-task');
    const store = join(folder, 'store/@capgo+capacitor-background-task@8.0.0/node_modules/@capgo');
    mkdirSync(store, { recursive: true });
    renameSync(link, join(store, 'capacitor-background-task'));
    symlinkSync(join(store, 'capacitor-background-task'), link, 'junction');
    succeed(app.cap('init', 'App', 'com.example.app', '--web-dir', 'dist'));
    succeed(app.cap('add', 'ios'));
    expectConfigured(app);
  });

  function workspace(name: string, files: Files): FreshApp {
    const root = writeFiles(join(folder, name), { 'package.json': '{ "name": "root", "private": true, "version": "1.0.0" }', ...files });
    return freshApp(join(root, 'apps/mobile'), tarball, { workspace: root });
  }

  it('an npm workspace: the package is in the folder of the workspace', () => {
    const app = workspace('workspace', {});
    addIos(app);
    expectConfigured(app);
  });

  it('an Nx workspace: the sync cannot, configure does', () => {
    const app = workspace('nx', { 'nx.json': '{}' });
    expect(addIos(app)).not.toContain('[CapgoBackgroundTask]');
    expect(read(app, INFO_PLIST)).not.toContain('capgo');
    cli.run(['configure'], { cwd: app.root });
    expectConfigured(app);
  });

  it("an Nx workspace with the hook among the root's scripts, as docs/setup.md has it", () => {
    const setup = readFileSync(join(repository, 'docs/setup.md'), 'utf8');
    const hook = /"capacitor:sync:after": "(capacitor-background-task hook)"/.exec(setup)?.[1] ?? '';
    // npx puts this folder on the path; here Capacitor's command is started without it.
    const script = `PATH="${join(folder, 'nx-hook/node_modules/.bin')}:$PATH" ${hook}`;
    const app = workspace('nx-hook', {
      'nx.json': '{}',
      'package.json': JSON.stringify({ name: 'root', private: true, version: '1.0.0', scripts: { 'capacitor:sync:after': script } }),
    });
    expect(addIos(app)).toContain(`[CapgoBackgroundTask] ✔ ${INFO_PLIST}: added processing, fetch`);
    expectConfigured(app);
  });

  it('an app that Vite does not build: the copy makes headless page and manifest first', () => {
    const app = freshApp(join(folder, 'other-bundler'), tarball);
    app.install();
    rmSync(join(app.root, 'vite.config.ts'));
    succeed(app.cap('init', 'App', 'com.example.app', '--web-dir', 'dist'));
    expect(succeed(app.cap('add', 'android'))).toContain('[CapgoBackgroundTask] made background-task.html and its files');
    for (const name of ['background-task.html', 'background-task-page.js', 'background-task.json'])
      expect(read(app, `android/app/src/main/assets/public/${name}`)).toBe(read(app, `dist/${name}`));
    expect(succeed(app.cap('copy', 'android'))).not.toContain('[CapgoBackgroundTask]');
  });

  it('an app that switched it off', () => {
    const app = freshApp(join(folder, 'off'), tarball);
    app.install();
    writeFileSync(
      join(app.root, 'capacitor.config.json'),
      '{"appId":"com.example.app","appName":"App","webDir":"dist","plugins":{"CapgoBackgroundTask":{"configure":false}}}',
    );
    expect(succeed(app.cap('add', 'ios'))).toContain('plugins.CapgoBackgroundTask.configure is false');
    expect(read(app, INFO_PLIST)).not.toContain('capgo');
  });
});
