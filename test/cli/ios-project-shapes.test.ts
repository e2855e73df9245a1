import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { templateFile } from './support/capacitor-templates.js';
import { temporaryFolder, useCli } from './support/cli-process.js';
import { APP_DELEGATE, healthyProject, INFO_PLIST, writeFiles } from './support/projects.js';
import { syncHook } from './support/sync-hook.js';
import { templateProject, XCODE_PROJECT, xcodeProject } from './support/xcode-projects.js';

const cli = useCli();
const folder = temporaryFolder();
let count = 0;

it.each([
  [
    'AppDelegate.m',
    '@import CapgoBackgroundTaskPlugin;\n@implementation AppDelegate\n- (BOOL)application:(UIApplication *)a didFinishLaunchingWithOptions:(NSDictionary *)o {\n    [CapgoBackgroundTask registerLaunchHandlers];\n    return YES;\n}\n@end\n',
  ],
  [
    'Sources/MyApp.swift',
    templateFile('spm', 'AppDelegate.swift').replace('-> Bool {\n', '-> Bool {\n        CapgoBackgroundTask.registerLaunchHandlers()\n'),
  ],
])('the launch call written by hand into %s is enough', (name, text) => {
  const { [APP_DELEGATE]: _, ...files } = healthyProject();
  count += 1;
  const root = writeFiles(join(folder, `app-${count}`), { ...files, [`ios/App/App/${name}`]: text });
  expect(syncHook(cli, root, 'ios')).toEqual({ status: 0, stdout: '', stderr: '' });
  const { status, stdout } = cli.run(['configure', '--check'], { cwd: root });
  expect(stdout).toContain(`✔ ios/App/App/${name} has the launch call`);
  expect(status).toBe(0);
});

it('edits an Info.plist that the Xcode project has under another name', () => {
  const { [INFO_PLIST]: _, ...files } = healthyProject();
  const renamed = {
    'ios/App/App/App-Info.plist': templateFile('spm', 'Info.plist'),
    [XCODE_PROJECT]: templateProject({ infoPlist: '"App/App-Info.plist"' }),
  };
  const root = writeFiles(join(folder, 'renamed'), { ...files, ...renamed });
  expect(syncHook(cli, root, 'ios').stdout).toContain('✔ ios/App/App/App-Info.plist: added processing');
  expect(existsSync(join(root, INFO_PLIST))).toBe(false);
});

it('F-C03: configure edits the Info.plist of the target that ios.scheme builds', () => {
  const { [INFO_PLIST]: _, 'capacitor.config.ts': config = '', ...files } = healthyProject();
  const settings = { INFOPLIST_FILE: '$(SRCROOT)/Shop/Info.plist' };
  const root = writeFiles(join(folder, 'scheme'), {
    ...files,
    'capacitor.config.ts': config.replace("webDir: 'dist',", "webDir: 'dist',\n  ios: { scheme: 'Shop' },"),
    'ios/App/Shop/Info.plist': templateFile('spm', 'Info.plist'),
    [XCODE_PROJECT]: xcodeProject([
      { name: 'Other', configurations: { Release: { INFOPLIST_FILE: 'Other/Info.plist' } } },
      { name: 'Shop', configurations: { Release: settings } },
    ]),
  });
  expect(cli.run(['configure'], { cwd: root }).stdout).toContain('✔ ios/App/Shop/Info.plist: added processing');
});

it('F-C09: configure asks for npx cap add ios where the folder has no app, and for no line in a file that is not there', () => {
  const { 'package.json': manifest = '', 'capacitor.config.ts': config = '' } = healthyProject();
  const root = writeFiles(join(folder, 'empty'), { 'package.json': manifest, 'capacitor.config.ts': config, 'ios/App/keep.txt': '' });
  const { status, stdout } = cli.run(['configure'], { cwd: root });
  expect(stdout).toContain('npx cap add ios');
  expect(stdout).not.toContain('Add this');
  expect(status).toBe(1);
});
