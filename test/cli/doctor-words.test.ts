import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useDoctor } from './support/doctor-runs.js';
import { BROKEN_PROJECTS } from './support/broken/index.js';
import { templateFile } from './support/capacitor-templates.js';
import { APP_DELEGATE, healthyProject, INFO_PLIST } from './support/projects.js';
import { syncHook } from './support/sync-hook.js';
import { XCODE_PROJECT, xcodeProject } from './support/xcode-projects.js';

const { cli, project, diagnose, problems, read } = useDoctor();

/** The rows of an 80 by 24 terminal that a text takes. */
function rows(text: string): number {
  return text
    .trimEnd()
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 80)), 0);
}

const inFolder = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

/** An app with the package installed, and no sync since. */
function neverSynced(): Record<string, string> {
  return {
    ...healthyProject(),
    [INFO_PLIST]: templateFile('spm', 'Info.plist'),
    [APP_DELEGATE]: templateFile('spm', 'AppDelegate.swift'),
    'ios/App/CapApp-SPM/Package.swift': '',
    'android/capacitor.settings.gradle': '',
    'ios/App/App/public/background-task.json': '',
    'android/app/src/main/assets/public/background-task.json': '',
  };
}

describe('doctor as a person reads it', () => {
  it('F-C12: says the verdict first, and of a healthy app little else', () => {
    const text = read(project(healthyProject()));
    expect(text).toMatch(
      /^0 errors, 0 warnings in app-\d+ \(Vite; iOS, Android\); exit code 0\n\nadb was not found \(.*\), so no Android device was asked\.\n\nWith --details: 7 notes, how to force a run, links\.\n$/,
    );
  });

  it('says what is wrong and what to do, errors first, and where there is more', () => {
    const text = read(project({ ...healthyProject(), 'android/variables.gradle': 'ext { minSdkVersion = 22 }' }));
    const lines = text.split('\n');
    expect(lines[0]).toMatch(/^1 error, 0 warnings in .*; exit code 1$/);
    expect(lines.slice(2, 4)).toEqual([
      'error [min-sdk] android: android/variables.gradle says minSdkVersion 22; the plugin needs 24',
      '  → Raise it to 24.',
    ]);
    expect(text).not.toContain('\u001b');
  });

  it('with --details gives each finding its link, the notes and the commands', () => {
    const text = read(project({ ...healthyProject(), 'android/variables.gradle': 'ext { minSdkVersion = 22 }' }), '--details');
    expect(text).toMatch(/Raise it to 24\.\n {2}https:/);
    expect(text).toContain('note [ios-force-quit]');
    expect(text).toContain('To force a run:\n  ios, ');
  });

  it.each(BROKEN_PROJECTS)('stays on one screen: $name', ({ change }) => {
    const root = project(change(healthyProject()));
    expect(rows(read(root))).toBeLessThanOrEqual(24);
  });

  it('stays on one screen where everything is wrong, and says how much is left out', () => {
    const broken = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`src/t${at}.ts`, `BackgroundTask.registerTaskAsync('t${at}', { minimumInterval: 1 });\n`]),
    );
    const text = read(project({ ...healthyProject(), ...broken }));
    expect(rows(text)).toBeLessThanOrEqual(24);
    expect(text).toMatch(/With --details: \d+ errors, 40 warnings more, /);
  });

  it('says a remedy once that several findings share', () => {
    const files = { ...healthyProject(), [INFO_PLIST]: templateFile('spm', 'Info.plist') };
    const text = read(project(files));
    expect(text.match(/error \[(?:mode|identifier)-missing\]/g)?.length).toBeGreaterThan(1);
    expect(text.match(/npx cap sync does it too/g)).toHaveLength(1);
  });
});

describe('one cause', () => {
  it('F-C12: an app before its first sync gets one error for each platform', () => {
    expect(problems(project(neverSynced()))).toEqual(['ios-not-synced', 'android-not-synced']);
  });

  it('F-C12: what the sync leaves to a person is said all the same', () => {
    const off = neverSynced();
    const config = (off['capacitor.config.ts'] ?? '').replace(
      "webDir: 'dist',",
      "webDir: 'dist',\n  plugins: { CapgoBackgroundTask: { configure: false } },",
    );
    expect(problems(project({ ...off, 'capacitor.config.ts': config }))).toEqual(
      expect.arrayContaining(['ios-not-synced', 'mode-missing', 'identifier-missing', 'launch-call-missing', 'import-missing']),
    );
  });

  it("F-C12: a package that the app's package.json does not list is the one thing to mend", () => {
    const { 'node_modules/@capgo/capacitor-background-task/package.json': _, ...files } = neverSynced();
    expect(problems(project({ ...files, 'package.json': '{"name":"app","dependencies":{"@capacitor/core":"8"}}' }))).toEqual([
      'package-not-listed',
    ]);
  });
});

it('F-C12: an app with a Vite config and without the plugin is told what lacks on the web, and that Android and iOS need nothing', () => {
  const { report, status } = diagnose(project({ ...healthyProject(), 'vite.config.ts': 'export default {};\n' }));
  expect(status).toBe(0);
  expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([
    expect.objectContaining({ id: 'vite-plugin-missing', severity: 'warning', platform: 'web' }),
  ]);
  expect(report.findings[0]?.message).toContain('For Android and iOS npx cap copy makes what is missing');
  const off = (healthyProject()['capacitor.config.ts'] ?? '').replace(
    "webDir: 'dist',",
    "webDir: 'dist',\n  plugins: { CapgoBackgroundTask: { tasks: false } },",
  );
  const { findings } = diagnose(
    project({ ...healthyProject(), 'vite.config.ts': 'export default {};\n', 'capacitor.config.ts': off }),
  ).report;
  expect(findings[0]?.message).toContain("Android and iOS start the app's whole page for each wake");
});

it('F-C12: each remedy is something that can be done', () => {
  const { findings } = diagnose(project(healthyProject())).report;
  expect(findings.find(({ id }) => id === 'web-installed')?.remedy).toContain('getStatusDetailsAsync()');
});

describe('at the root of a workspace', () => {
  const workspace = {
    'package.json': '{"workspaces":["apps/*"]}',
    ...inFolder('apps/mobile', healthyProject()),
    ...inFolder('apps/kiosk', healthyProject()),
  };

  it.each(['doctor', 'build'])('F-C12: %s names the apps below', (command) => {
    const root = project(workspace);
    const { status, stderr } = cli.run([command], { cwd: root });
    expect(status).toBe(3);
    expect(stderr).toContain('Below it are apps: run the command with --root apps/kiosk, or --root apps/mobile.');
    expect(diagnose(join(root, 'apps/mobile')).report.ok).toBe(true);
  });

  it('F-C12: a script is told too, and no package counts as an app', () => {
    const root = project({ ...inFolder('packages/app', healthyProject()), ...inFolder('node_modules/other', healthyProject()) });
    const { stdout } = cli.run(['configure', '--json'], { cwd: root });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: expect.stringContaining('is an app: run the command with --root packages/app.') as string,
    });
  });
});

it('F-C12: the sync says in one line which other Info.plist lacks its lines', () => {
  const files = healthyProject();
  const both = [
    { name: 'App', configurations: { Debug: { INFOPLIST_FILE: 'App/Info-Debug.plist' }, Release: { INFOPLIST_FILE: 'App/Info.plist' } } },
  ];
  const bare = { ...files, [XCODE_PROJECT]: xcodeProject(both), 'ios/App/App/Info-Debug.plist': templateFile('spm', 'Info.plist') };
  const { stdout } = syncHook(cli, project(bare), 'ios');
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('ios/App/App/Info-Debug.plist lacks lines that ios/App/App/Info.plist needs too');
  expect(syncHook(cli, project({ ...bare, 'ios/App/App/Info-Debug.plist': files[INFO_PLIST] ?? '' }), 'ios').stdout).toBe('');
});
