import { rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useDoctor } from './support/doctor-runs.js';
import { APP_DELEGATE, healthyProject, INFO_PLIST, MERGED_MANIFEST, MERGED_PATH, readTree, writeFiles } from './support/projects.js';
import { templateProject, XCODE_PROJECT, xcodeProject } from './support/xcode-projects.js';

const { project, diagnose, problems } = useDoctor();

describe('doctor on an app without a fault', () => {
  it('finds no error and no warning, and ends with 0', () => {
    const { status, report } = diagnose(project(healthyProject()));
    expect(report.findings.filter((finding) => finding.severity !== 'note')).toEqual([]);
    expect(report.ok).toBe(true);
    expect(status).toBe(0);
  });

  it('still tells what no set-up can change', () => {
    const { report } = diagnose(project(healthyProject()));
    expect(report.findings.map((finding) => finding.id)).toEqual([
      'ios-force-quit',
      'ios-low-power',
      'ios-simulator',
      'android-vendors',
      'android-force-stop',
      'android-bucket',
      'web-installed',
    ]);
  });

  it('is content with the one job of react-native-background-task', () => {
    const { 'src/app.ts': app, ...files } = healthyProject();
    expect(app).toContain('registerTaskAsync');
    const main =
      "import './background-tasks';\nimport { BackgroundTask } from '@capgo/capacitor-background-task';\n\nvoid BackgroundTask.schedule({ period: 1800 });\n";
    const tasks = "import { BackgroundTask } from '@capgo/capacitor-background-task';\n\nBackgroundTask.define(async () => {});\n";
    const { report } = diagnose(project({ ...files, 'src/main.ts': main, 'src/background-tasks.ts': tasks }));
    expect(report.findings.filter((finding) => finding.severity !== 'note')).toEqual([]);
  });

  it("is content without WorkManager's initialiser where the app is a Configuration.Provider", () => {
    const manifest =
      '<manifest><application><meta-data android:name="androidx.work.WorkManagerInitializer" tools:node="remove"/></application></manifest>';
    const files = {
      ...healthyProject(),
      [MERGED_PATH]: MERGED_MANIFEST.replace(/<meta-data[^>]*\/>/, ''),
      'android/app/src/main/AndroidManifest.xml': manifest,
    };
    const application = 'android/app/src/main/java/com/example/app/App.kt';
    expect(
      problems(
        project({ ...files, [application]: 'import androidx.work.Configuration\nclass App : Application(), Configuration.Provider' }),
      ),
    ).toEqual([]);
    expect(problems(project({ ...files, [application]: '// import androidx.work.Configuration.Provider\n' }))).toEqual([
      'work-initializer-removed',
      'merged-no-initializer',
    ]);
  });

  it('looks at the manifest of the newest build only', () => {
    const older = MERGED_PATH.replaceAll('ebug', 'elease');
    const root = project({ ...healthyProject(), [older]: '<manifest/>' });
    utimesSync(join(root, older), 1_600_000_000, 1_600_000_000);
    expect(problems(root)).toEqual([]);
    utimesSync(join(root, older), 1_800_000_000, 1_800_000_000);
    expect(problems(root)).toContain('merged-no-initializer');
  });

  it('does not miss what only running the code could tell', () => {
    const files = healthyProject();
    const computed = {
      ...files,
      'src/app.ts': `${files['src/app.ts'] ?? ''}void BackgroundTask.registerTaskAsync(names[0]);\n`,
      'src/background-tasks.ts': `${files['src/background-tasks.ts'] ?? ''}BackgroundTask.defineTask('other', () => {});\nBackgroundTask.defineTask(name(), () => {});\n`,
    };
    expect(problems(project(computed))).toEqual([]);
    const registersMore = computed['src/app.ts'].replace('names[0]', "'computed'");
    expect(problems(project({ ...computed, 'src/app.ts': registersMore }))).toEqual(['task-not-built', 'task-not-registered']);
  });

  it('knows that a task which is only enqueued needs no registration, and that it must be defined', () => {
    const files = healthyProject();
    const withNote = (manifest: string): string => {
      const built = JSON.parse(manifest) as { tasks: string[] };
      return JSON.stringify({ ...built, tasks: [...built.tasks, 'send-note'] });
    };
    const manifests = Object.entries(files).filter(([path]) => path.endsWith('background-task.json'));
    const enqueues = {
      ...files,
      'src/app.ts': `${files['src/app.ts'] ?? ''}void BackgroundTask.enqueueTaskAsync<Note>('send-note', { id: 'a' });\n`,
      'src/background-tasks.ts': `${files['src/background-tasks.ts'] ?? ''}BackgroundTask.defineTask<{ make: () => string[] }>('send-note', () => {});\n`,
      ...Object.fromEntries(manifests.map(([path, text]) => [path, withNote(text)])),
    };
    expect(problems(project(enqueues))).toEqual([]);
    const misspelt = enqueues['src/app.ts'].replace("'send-note'", "'sent-note'");
    expect(problems(project({ ...enqueues, 'src/app.ts': misspelt }))).toEqual(['task-undefined', 'task-not-registered']);
  });

  it('warns of a tasks module that was changed after the build', () => {
    const root = project(healthyProject());
    utimesSync(join(root, 'src/background-tasks.ts'), 1_700_000_200, 1_700_000_200);
    expect(problems(root)).toEqual(['build-older-than-tasks']);
  });

  it('goes on where a link leads nowhere, a file is huge or a file is not text', () => {
    const root = project(healthyProject());
    symlinkSync('gone.ts', join(root, 'src/.#main.ts'));
    symlinkSync('gone', join(root, 'ios/App/App/gone.swift'));
    symlinkSync('itself.ts', join(root, 'src/itself.ts'));
    writeFiles(root, { 'src/huge.ts': "BackgroundTask.defineTask('huge');\n".repeat(40_000) });
    writeFileSync(join(root, 'src/bytes.js'), Buffer.from([0xff, 0xfe, 0x00]));
    expect(problems(root)).toEqual([]);
  });

  const without = (path: string, files = healthyProject()): Record<string, string> =>
    Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));
  const vite = (options: string, tasks: string): string =>
    `import { backgroundTask } from '@capgo/capacitor-background-task/vite';\nexport default { ${options} plugins: [backgroundTask({ tasks: '${tasks}' })] };\n`;

  it("counts the path of the tasks from Vite's own root, as the build does", () => {
    const html = '<script type="module" src="./main.ts"></script>';
    const files = { ...without('index.html'), 'src/index.html': html };
    expect(problems(project({ ...files, 'vite.config.ts': vite("root: './src',", 'background-tasks.ts') }))).toEqual([]);
    expect(problems(project({ ...files, 'vite.config.ts': vite("root: resolve('src'),", 'background-tasks.ts') }))).toEqual([]);
    expect(problems(project({ ...files, 'vite.config.ts': vite("root: './src',", 'src/background-tasks.ts') }))).toEqual([
      'tasks-module-missing',
    ]);
  });

  it("takes no other plugin's tasks for ours", () => {
    const config = vite('', 'src/background-tasks.ts').replace('plugins: [', "plugins: [other({ tasks: 'gulpfile.js' }), ");
    expect(problems(project({ ...healthyProject(), 'vite.config.ts': config }))).toEqual([]);
  });

  it('looks at every script of the page', () => {
    const scripts = '<script src="/src/polyfills.js"></script><script type="module" src="/src/main.ts?v=2"></script>';
    expect(problems(project({ ...healthyProject(), 'index.html': scripts, 'src/polyfills.js': '' }))).toEqual([]);
  });

  it('is content with tasks in a library of the workspace, built or not', () => {
    const tasks = healthyProject()['src/background-tasks.ts'] ?? '';
    const app = {
      ...without('src/background-tasks.ts'),
      'vite.config.ts': vite('', '../libs/tasks/src/index.ts'),
      'src/app.ts':
        "import { SYNC_TASK } from '@acme/tasks';\nvoid BackgroundTask.registerTaskAsync(SYNC_TASK);\nexport const start = () => {};\n",
    };
    const root = project(Object.fromEntries(Object.entries(app).map(([path, text]) => [`app/${path}`, text])));
    writeFiles(root, { 'libs/tasks/src/index.ts': tasks });
    expect(problems(join(root, 'app')).filter((id) => id !== 'build-older-than-tasks')).toEqual([]);
    rmSync(join(root, 'app/dist'), { recursive: true });
    expect(problems(join(root, 'app'))).toEqual(['web-not-built']);
  });

  it('reads a renamed Info.plist by the name that the Xcode project gives it', () => {
    const files = healthyProject();
    const renamed = {
      ...without(INFO_PLIST),
      'ios/App/App/App-Info.plist': files[INFO_PLIST] ?? '',
      [XCODE_PROJECT]: templateProject({ infoPlist: 'App/App-Info.plist' }),
    };
    expect(problems(project(renamed))).toEqual([]);
  });

  it('sends nobody to configure for an Info.plist that configure does not edit', () => {
    const files = {
      ...healthyProject(),
      [XCODE_PROJECT]: xcodeProject([
        { name: 'App', configurations: { Debug: { INFOPLIST_FILE: 'App/Info-dev.plist' }, Release: { INFOPLIST_FILE: 'App/Info.plist' } } },
      ]),
      'ios/App/App/Info-dev.plist': '<plist version="1.0">\n<dict>\n</dict>\n</plist>\n',
    };
    const { findings } = diagnose(project(files)).report;
    expect(findings.find(({ id }) => id === 'mode-missing')?.remedy).toMatch(
      /by hand.*docs\/setup\.md.*edit ios\/App\/App\/Info\.plist only/,
    );
  });

  it('goes on where a folder should be and a file is', () => {
    const files = healthyProject();
    const root = project({
      ...Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('ios/App/App/'))),
      'ios/App/App': 'a file\n',
    });
    expect(problems(root)).toEqual(expect.arrayContaining(['plist-unreadable', 'file-unreadable']));
  });

  it('is content with a launch call in another file of the app target, at any depth', () => {
    const { [APP_DELEGATE]: moved = '', ...files } = healthyProject();
    expect(problems(project({ ...files, 'ios/App/App/Sources/AppDelegate.swift': moved }))).toEqual([]);
  });

  it('takes no inlined source map for an older build', () => {
    const script = (map: string): string => `run();\n//# sourceMappingURL=${map}\n`;
    const copies = ['ios/App/App/public', 'android/app/src/main/assets/public'].map((path) => [
      `${path}/background-task-page.js`,
      script('data:application/json;base64,e30='),
    ]);
    const files = { ...healthyProject(), 'dist/background-task-page.js': script('background-task-page.js.map') };
    expect(problems(project({ ...files, ...(Object.fromEntries(copies) as Record<string, string>) }))).toEqual([]);
  });

  it('finds packages that a workspace has hoisted', () => {
    const files = Object.entries(healthyProject());
    const root = project(
      Object.fromEntries(files.filter(([path]) => !path.startsWith('node_modules/')).map(([path, text]) => [`apps/mobile/${path}`, text])),
    );
    writeFiles(root, Object.fromEntries(files.filter(([path]) => path.startsWith('node_modules/'))));
    expect(problems(join(root, 'apps/mobile')).filter((id) => id !== 'build-older-than-tasks')).toEqual([]);
  });

  it('prints the exact commands that force a run', () => {
    const { report } = diagnose(project(healthyProject()));
    const commands = report.force.flatMap((force) => force.commands);
    expect(commands).toContain(
      'e -l objc -- (void)[[BGTaskScheduler sharedScheduler] _simulateLaunchForTaskWithIdentifier:@"app.capgo.backgroundtask.processing"]',
    );
    expect(commands).toContain(
      'e -l objc -- (void)[[BGTaskScheduler sharedScheduler] _simulateExpirationForTaskWithIdentifier:@"app.capgo.backgroundtask.refresh"]',
    );
    expect(commands).toContain('adb shell dumpsys jobscheduler com.example.app');
  });

  it('writes nothing', () => {
    const root = project(healthyProject());
    const before = readTree(root);
    diagnose(root);
    expect(readTree(root)).toEqual(before);
  });

  it("never runs the app's code", () => {
    const trap = "import { writeFileSync } from 'node:fs';\nwriteFileSync('ran.txt', '');\n";
    const files = healthyProject();
    const trapped = ['capacitor.config.ts', 'vite.config.ts', 'src/main.ts', 'src/background-tasks.ts'].map((path) => [
      path,
      trap + (files[path] ?? ''),
    ]);
    const root = project({ ...files, ...(Object.fromEntries(trapped) as Record<string, string>) });
    const { report } = diagnose(root);
    expect(report.ok).toBe(true);
    expect(Object.keys(readTree(root))).not.toContain('ran.txt');
  });
});
