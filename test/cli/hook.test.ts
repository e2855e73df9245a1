import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { replaceText } from '../../src/cli/project/text-file.js';
import { templateFile } from './support/capacitor-templates.js';
import { temporaryFolder, useCli } from './support/cli-process.js';
import { APP_DELEGATE, healthyProject, INFO_PLIST, readTree, writeFiles } from './support/projects.js';
import { syncHook } from './support/sync-hook.js';

const cli = useCli();
const folder = temporaryFolder();
let root = '';
let count = 0;

beforeEach(() => {
  count += 1;
  root = writeFiles(join(folder, `app-${count}`), fresh());
});

/** As `cap add ios` leaves it, the web app built. */
function fresh(): Record<string, string> {
  return { ...healthyProject(), [INFO_PLIST]: templateFile('spm', 'Info.plist'), [APP_DELEGATE]: templateFile('spm', 'AppDelegate.swift') };
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the sync hook', () => {
  it('sets iOS up, says so in a line per file, and touches these two files only', () => {
    const before = readTree(root);
    const { status, stdout, stderr } = syncHook(cli, root, 'ios');
    const after = readTree(root);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      `[CapgoBackgroundTask] ✔ ${INFO_PLIST}: added processing, fetch to UIBackgroundModes; added app.capgo.backgroundtask.processing, app.capgo.backgroundtask.refresh to BGTaskSchedulerPermittedIdentifiers`,
      `[CapgoBackgroundTask] ✔ ${APP_DELEGATE}: added "import CapgoBackgroundTaskPlugin"; added "CapgoBackgroundTask.registerLaunchHandlers()" to application(_:didFinishLaunchingWithOptions:)`,
    ]);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([APP_DELEGATE, INFO_PLIST]);
  });

  it('does and says nothing the second time', () => {
    syncHook(cli, root, 'ios');
    const { mtimeMs } = statSync(join(root, INFO_PLIST));
    const before = readTree(root);
    expect(syncHook(cli, root, 'ios')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readTree(root)).toEqual(before);
    expect(statSync(join(root, INFO_PLIST)).mtimeMs).toBe(mtimeMs);
  });

  it.each(['android', 'web', 'windows', ''])('leaves the iOS project alone when the platform is "%s"', (platform) => {
    const before = readTree(root);
    expect(syncHook(cli, root, platform)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readTree(root)).toEqual(before);
  });

  it('works where iOS has not been added yet', () => {
    rmSync(join(root, 'ios'), { recursive: true });
    expect(syncHook(cli, root, 'ios')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('finds the iOS project where the configuration puts it, also outside the app', () => {
    const elsewhere = join(folder, `native-${count}`);
    writeFiles(elsewhere, {
      'App/App/Info.plist': templateFile('pods', 'Info.plist'),
      'App/App/AppDelegate.swift': templateFile('pods', 'AppDelegate.swift'),
    });
    syncHook(cli, root, 'ios', { ios: { path: `../native-${count}` } });
    expect(readFileSync(join(elsewhere, 'App/App/Info.plist'), 'utf8')).toContain('app.capgo.backgroundtask.processing');
    expect(read(INFO_PLIST)).not.toContain('capgo');
  });

  it('leaves the refresh request out when the configuration says so', () => {
    syncHook(cli, root, 'ios', { plugins: { CapgoBackgroundTask: { refresh: false } } });
    expect(read(INFO_PLIST)).toContain('app.capgo.backgroundtask.processing');
    expect(read(INFO_PLIST)).not.toMatch(/fetch|backgroundtask\.refresh/);
  });

  it("merges what the guide's reader pastes between two syncs, and says so", () => {
    syncHook(cli, root, 'ios');
    const synced = read(INFO_PLIST);
    const pasted =
      '  <key>UIBackgroundModes</key>\n  <array>\n    <string>processing</string>\n  </array>\n  <key>BGTaskSchedulerPermittedIdentifiers</key>\n  <array>\n    <string>app.capgo.backgroundtask.processing</string>\n  </array>\n';
    writeFileSync(join(root, INFO_PLIST), synced.replace('<dict>\n', `<dict>\n${pasted}`));
    const { stdout } = syncHook(cli, root, 'ios');
    expect(stdout).toContain(
      'merged 2 copies of UIBackgroundModes into one; merged 2 copies of BGTaskSchedulerPermittedIdentifiers into one',
    );
    expect(read(INFO_PLIST).match(/<key>UIBackgroundModes/g)).toHaveLength(1);
    expect(read(INFO_PLIST).match(/backgroundtask\.refresh/g)).toHaveLength(1);
  });

  it('can be switched off, and then says what to do by hand', () => {
    const before = readTree(root);
    const { status, stdout } = syncHook(cli, root, 'ios', { plugins: { CapgoBackgroundTask: { configure: false } } });
    expect(status).toBe(0);
    expect(readTree(root)).toEqual(before);
    expect(stdout).toContain('plugins.CapgoBackgroundTask.configure is false');
    expect(stdout).toContain('    <key>BGTaskSchedulerPermittedIdentifiers</key>');
    expect(stdout).toContain('    import CapgoBackgroundTaskPlugin');
  });

  it('tells a web build without worker and headless page', () => {
    rmSync(join(root, 'dist/background-task-sw.js'));
    const { status, stdout } = syncHook(cli, root, 'web');
    expect(status).toBe(0);
    expect(stdout).toContain('dist has no background-task-sw.js');
    expect(stdout).toContain("    plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })],");
  });

  it('tells an Android project that takes WorkManager apart', () => {
    writeFileSync(
      join(root, 'android/app/src/main/AndroidManifest.xml'),
      '<manifest><uses-permission android:name="android.permission.RECEIVE_BOOT_COMPLETED" tools:node="remove"/></manifest>',
    );
    const { status, stdout } = syncHook(cli, root, 'android');
    expect(status).toBe(0);
    expect(stdout).toContain('it removes RECEIVE_BOOT_COMPLETED');
  });
});

describe('a project that the hook must leave alone', () => {
  /** Runs the hook and checks that it ended well, wrote nothing and gave the reason and the lines. */
  function expectUntouched(reason: RegExp, line: string): void {
    const before = readTree(folder);
    const { status, stdout, stderr } = syncHook(cli, root, 'ios');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(reason);
    expect(stdout).toContain(`    ${line}\n`);
    expect(readTree(folder)).toEqual(before);
  }

  const keepPlist = (): void => writeFileSync(join(root, INFO_PLIST), healthyProject()[INFO_PLIST] ?? '');
  const keepDelegate = (): void => writeFileSync(join(root, APP_DELEGATE), healthyProject()[APP_DELEGATE] ?? '');

  it('Objective-C', () => {
    keepPlist();
    rmSync(join(root, APP_DELEGATE));
    writeFileSync(join(root, 'ios/App/App/AppDelegate.m'), '@implementation AppDelegate\n@end\n');
    expectUntouched(/AppDelegate\.m was left as it is: it is Objective-C/, '[CapgoBackgroundTask registerLaunchHandlers];');
  });

  it('no AppDelegate.swift (SwiftUI, the delegate elsewhere)', () => {
    keepPlist();
    rmSync(join(root, APP_DELEGATE));
    expectUntouched(/AppDelegate\.swift was left as it is: it does not exist/, 'import CapgoBackgroundTaskPlugin');
  });

  it('a changed signature', () => {
    keepPlist();
    writeFileSync(join(root, APP_DELEGATE), read(APP_DELEGATE).replace('didFinishLaunchingWithOptions', 'willFinishLaunchingWithOptions'));
    expectUntouched(/no application\(_:didFinishLaunchingWithOptions:\)/, '    CapgoBackgroundTask.registerLaunchHandlers()');
  });

  it('a binary plist', () => {
    keepDelegate();
    writeFileSync(join(root, INFO_PLIST), Buffer.from([0x62, 0x70, 0x6c, 0x69, 0x73, 0x74, 0x30, 0x30, 0xff]));
    expectUntouched(/it is a binary property list/, '<key>UIBackgroundModes</key>');
  });

  it('a plist in UTF-16', () => {
    keepDelegate();
    writeFileSync(join(root, INFO_PLIST), Buffer.from(`\uFEFF${templateFile('spm', 'Info.plist')}`, 'utf16le'));
    expectUntouched(/it is not in UTF-8/, '<key>UIBackgroundModes</key>');
  });

  it('keys of the wrong type', () => {
    keepDelegate();
    writeFileSync(
      join(root, INFO_PLIST),
      read(INFO_PLIST).replace('<dict>\n', '<dict>\n\t<key>UIBackgroundModes</key>\n\t<string>fetch</string>\n'),
    );
    expectUntouched(/UIBackgroundModes is not an array of strings/, '<key>UIBackgroundModes</key>');
  });

  it('a read-only file', () => {
    keepDelegate();
    chmodSync(join(root, INFO_PLIST), 0o444);
    expectUntouched(/Info\.plist was left as it is: it is read-only/, '<key>UIBackgroundModes</key>');
  });

  it('a folder where the file should be', () => {
    keepDelegate();
    rmSync(join(root, INFO_PLIST));
    mkdirSync(join(root, INFO_PLIST));
    expectUntouched(/it cannot be read \(EISDIR\)/, '<key>UIBackgroundModes</key>');
  });

  it('a link to a file outside the project', () => {
    keepDelegate();
    const shared = join(folder, `shared-${count}.plist`);
    writeFileSync(shared, read(INFO_PLIST));
    rmSync(join(root, INFO_PLIST));
    symlinkSync(shared, join(root, INFO_PLIST));
    expectUntouched(/a link to a file outside the project/, '<key>UIBackgroundModes</key>');
  });

  it('an iOS folder that is a link to another project', () => {
    const other = writeFiles(join(folder, `other-${count}`), fresh());
    rmSync(join(root, 'ios'), { recursive: true });
    symlinkSync(join(other, 'ios'), join(root, 'ios'), 'junction');
    expectUntouched(/a link to a file outside the project/, 'import CapgoBackgroundTaskPlugin');
  });
});

describe('links', () => {
  it('works in a project that is itself reached by a link', () => {
    const link = join(folder, `link-${count}`);
    symlinkSync(root, link, 'junction');
    expect(syncHook(cli, link, 'ios').stdout).toContain(`${INFO_PLIST}: added processing`);
    expect(read(INFO_PLIST)).toContain('app.capgo.backgroundtask.processing');
  });

  it('edits the file behind a link inside the project and keeps link and mode', () => {
    const real = join(root, 'ios/App/App/Real.plist');
    writeFileSync(real, read(INFO_PLIST));
    // Set apart: the process's own mask would take the group's right away.
    chmodSync(real, 0o664);
    rmSync(join(root, INFO_PLIST));
    symlinkSync('Real.plist', join(root, INFO_PLIST));
    syncHook(cli, root, 'ios');
    expect(lstatSync(join(root, INFO_PLIST)).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toContain('app.capgo.backgroundtask.processing');
    expect(statSync(real).mode & 0o777).toBe(0o664);
  });
});

describe('a hook called with what it cannot know', () => {
  it('does nothing without a root', () => {
    expect(cli.run(['hook'], { cwd: cli.packageDir, env: { CAPACITOR_PLATFORM_NAME: 'ios' } })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('never fails the sync, whatever happens', () => {
    const { status, stderr } = cli.run(['hook'], {
      cwd: cli.packageDir,
      env: { CAPACITOR_PLATFORM_NAME: 'ios', CAPACITOR_ROOT_DIR: join(folder, 'nowhere') },
    });
    expect(status).toBe(0);
    expect(stderr).toMatch(/could not check the ios project: .*The sync goes on/);
  });

  it('reads the configuration file when the variable is not JSON', () => {
    const env = { CAPACITOR_PLATFORM_NAME: 'ios', CAPACITOR_ROOT_DIR: root, CAPACITOR_CONFIG: 'not json' };
    expect(cli.run(['hook'], { cwd: cli.packageDir, env }).status).toBe(0);
    expect(read(INFO_PLIST)).toContain('app.capgo.backgroundtask.processing');
  });

  it('leaves no temporary file behind', () => {
    syncHook(cli, root, 'ios');
    expect(existsSync(join(root, 'ios/App/App'))).toBe(true);
    expect(Object.keys(readTree(root)).filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });
});

describe('writing a file', () => {
  it('does not overwrite what somebody else has written in between', () => {
    const path = join(root, INFO_PLIST);
    const before = readTree(root);
    expect(replaceText(path, 'what was read', 'what is to be written')).toBe('it changed in the meantime');
    expect(readTree(root)).toEqual(before);
  });
});
