import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editAppDelegate } from '../../src/cli/swift/edit-app-delegate.js';
import { repository, temporaryFolder, useCli } from './support/cli-process.js';
import { useDoctor } from './support/doctor-runs.js';
import { templateFile } from './support/capacitor-templates.js';
import { healthyProject, INFO_PLIST, writeFiles } from './support/projects.js';

const { project, diagnose, problems } = useDoctor();
const cli = useCli();
const drive = temporaryFolder();
const CALL = 'CapgoBackgroundTask.registerLaunchHandlers()';
const NO_CALLS = { 'src/app.ts': "import './background-tasks';\nexport const start = () => {};\n", 'src/background-tasks.ts': '' };

describe('sources', () => {
  it('F-C10: an app of more files than doctor reads is not said to have no call', { timeout: 120_000 }, () => {
    const many = Object.fromEntries(Array.from({ length: 4001 }, (_, index) => [`aaa/file-${index}.ts`, '']));
    const { report } = diagnose(project({ ...healthyProject(), ...many, 'dist/background-task.json': undefined }));
    const ids = report.findings.map(({ id }) => id);
    expect(ids).toContain('sources-not-all-read');
    expect(ids.filter((id) => /^(?:no-task|task-|tasks-)/.test(id))).toEqual([]);
  });

  it("F-C05: defineTask of another library is not this package's", () => {
    const nitro = "import { defineTask } from 'nitropack/runtime';\nexport default defineTask('db:migrate', () => {});\n";
    const unimported = "export default defineTask({ meta: { name: 'x' }, run() {} });\n";
    const expo = "import * as TaskManager from 'expo-task-manager';\nTaskManager.defineTask('other', () => {});\n";
    const own = { 'server/a.ts': nitro, 'server/b.ts': unimported, 'src/c.ts': expo };
    expect(problems(project({ ...healthyProject(), ...own }))).toEqual([]);
  });

  it('F-C05: copies of a build are no sources', () => {
    const built = "BackgroundTask.defineTask('copied',()=>{});\n";
    const copies = { 'electron/app/index.js': built, 'public/build/index.js': built };
    const marked = { 'desktop/renderer/background-task.json': '{}', 'desktop/renderer/assets/index.js': built };
    expect(problems(project({ ...healthyProject(), ...copies, ...marked }))).toEqual([]);
  });

  it('F-C05: the sources beside the Capacitor folder of Quasar are read', () => {
    const { 'src/app.ts': app, 'src/main.ts': main, 'src/background-tasks.ts': tasks, 'vite.config.ts': _, ...rest } = healthyProject();
    const inFolder = Object.fromEntries(Object.entries(rest).map(([path, text]) => [`src-capacitor/${path}`, text]));
    const root = project({ ...inFolder, 'src/app.ts': app, 'src/main.ts': main, 'src/background-tasks.ts': tasks });
    expect(problems(join(root, 'src-capacitor'))).not.toContain('no-task');
  });

  it('F-C05: a Capacitor folder without any source is not said to have no call', () => {
    const files = Object.fromEntries(Object.entries(healthyProject()).filter(([path]) => !path.startsWith('src/')));
    const { report } = diagnose(project({ ...files, 'vite.config.ts': undefined, 'dist/background-task.json': undefined }));
    const ids = report.findings.map(({ id }) => id);
    expect(ids).toContain('sources-elsewhere');
    expect(ids).not.toContain('no-task');
    expect(problems(project({ ...healthyProject(), ...NO_CALLS }))).toContain('no-task');
  });
});

describe('the app delegate', () => {
  const template = templateFile('spm', 'AppDelegate.swift');

  function refusal(text: string): string {
    const result = editAppDelegate(text);
    return result.ok ? 'it was edited' : result.reason;
  }

  it('F-C06: an import under #if is left to a person: the lines would break the variant without it', () => {
    const text = template.replace('import Capacitor\n', '#if canImport(Capacitor)\nimport Capacitor\n#endif\n');
    expect(refusal(text)).toContain('#if');
  });

  it('F-C06: a launch call under #if DEBUG is none in a release', () => {
    const imported = template.replace('import Capacitor\n', 'import Capacitor\nimport CapgoBackgroundTaskPlugin\n');
    const debug = imported.replace('-> Bool {\n', `-> Bool {\n        #if DEBUG\n        ${CALL}\n        #endif\n`);
    expect(refusal(debug)).toContain('#if');
    const same = debug
      .replace('#if DEBUG', '#if canImport(Capacitor)')
      .replace(
        'import Capacitor\nimport CapgoBackgroundTaskPlugin\n',
        '#if canImport(Capacitor)\nimport Capacitor\nimport CapgoBackgroundTaskPlugin\n#endif\n',
      );
    expect(editAppDelegate(same)).toEqual({ ok: true, text: same, changes: [] });
  });

  it.each([
    ['class AppDelegate: UIResponder, UIApplicationDelegate {\n\n    var window: UIWindow?\n}\n'],
    ['@main\nclass AppDelegate: NSObject, UIApplicationDelegate {}\n'],
  ])('F-C07: a delegate without a launch method gets one: %j', (body) => {
    const result = editAppDelegate(`import UIKit\nimport Capacitor\n\n${body}`);
    if (!result.ok) throw new Error(result.reason);
    expect(result.text).toMatch(
      /UIApplicationDelegate \{\n {4}func application\(_ application: UIApplication, didFinishLaunchingWithOptions .*-> Bool \{\n {8}CapgoBackgroundTask\.registerLaunchHandlers\(\)\n {8}return true\n {4}\}\n/,
    );
    expect(editAppDelegate(result.text)).toEqual({ ok: true, text: result.text, changes: [] });
  });

  it.each([
    ['two delegates', 'class A: NSObject, UIApplicationDelegate {}\nclass B: NSObject, UIApplicationDelegate {}\n'],
    ['a class of its own above it', 'class A: ExpoAppDelegate, UIApplicationDelegate {}\n'],
    [
      'a launch method of another form',
      'class A: NSObject, UIApplicationDelegate {\n    func application(_ a: UIApplication, didFinishLaunchingWithOptions o: Any?) {}\n}\n',
    ],
  ])('F-C07: with %s it is left as it is', (_, body) => {
    expect(editAppDelegate(`import UIKit\n${body}`)).toMatchObject({ ok: false });
  });
});

it("F-C08: the app's own Swift that asks for app refresh shares the one request", () => {
  const own = { 'ios/App/App/Refresh.swift': 'let request = BGAppRefreshTaskRequest(identifier: "com.example.refresh")\n' };
  const { report } = diagnose(project({ ...healthyProject(), ...own }));
  expect(report.findings.find(({ id }) => id === 'refresh-shared')?.message).toContain('ios/App/App/Refresh.swift');
  const commented = { 'ios/App/App/Refresh.swift': '// BGAppRefreshTaskRequest\n' };
  expect(problems(project({ ...healthyProject(), ...commented }))).toEqual([]);
});

describe('a file that a virus scanner holds', () => {
  function configureWhileBusy(code: string, times: number): { readonly text: string; readonly stdout: string } {
    const root = writeFiles(join(drive, `${code}-${times}`), { ...healthyProject(), [INFO_PLIST]: templateFile('spm', 'Info.plist') });
    const support = join(repository, 'test/cli/support');
    const node = join(repository, 'node_modules/node/bin/node');
    const args = ['--import', join(support, 'windows/preload.mjs'), join(support, 'run-many.mjs'), cli.runBundle];
    const input = JSON.stringify([{ args: ['configure'], cwd: `C:\\${basename(root)}`, env: {} }]);
    const { stdout } = spawnSync(node, args, { encoding: 'utf8', input, env: { WINDOWS_DRIVE: drive, WINDOWS_BUSY: `${code}:${times}` } });
    return { text: readFileSync(join(root, INFO_PLIST), 'utf8'), stdout };
  }

  it.each(['EPERM', 'EACCES', 'EBUSY'])('F-W04: is written when it is free again (%s)', (code) => {
    expect(configureWhileBusy(code, 3).text).toContain('BGTaskSchedulerPermittedIdentifiers');
  });

  it('F-W04: is left to a person when it stays held', () => {
    const { text, stdout } = configureWhileBusy('EPERM', 10_000);
    expect(text).not.toContain('BGTaskSchedulerPermittedIdentifiers');
    expect(stdout).toContain('it cannot be written (EPERM)');
  });

  it('F-W04: no other failure is tried again', () => {
    expect(configureWhileBusy('ENOSPC', 1).stdout).toContain('it cannot be written (ENOSPC)');
  });
});

it("F-C14: with Yarn Plug'n'Play, which has no node_modules, nothing is said to be not installed", () => {
  const files = Object.fromEntries(Object.entries(healthyProject()).filter(([path]) => !path.startsWith('node_modules/')));
  expect(problems(project({ ...files, '.pnp.cjs': '' }))).toEqual([]);
  expect(problems(project(files))).toEqual(['capacitor-missing', 'package-not-installed']);
});
