import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { templateFile } from './capacitor-templates.js';
import { templateProject, XCODE_PROJECT } from './xcode-projects.js';

/** A project as paths and contents. */
export type Files = Readonly<Record<string, string>>;

export function writeFiles(root: string, files: Files): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Every file below a folder with its content, links not followed. */
export function readTree(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'latin1')]));
}

export const INFO_PLIST = 'ios/App/App/Info.plist';
export const APP_DELEGATE = 'ios/App/App/AppDelegate.swift';

const MODES = '\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<string>processing</string>\n\t\t<string>fetch</string>\n\t</array>\n';
const IDENTIFIERS =
  '\t<key>BGTaskSchedulerPermittedIdentifiers</key>\n\t<array>\n\t\t<string>app.capgo.backgroundtask.processing</string>\n\t\t<string>app.capgo.backgroundtask.refresh</string>\n\t</array>\n';
const MANIFEST = '{"version":1,"tasks":["sync-offline-data"],"plugins":["CapgoBackgroundTask"]}';

/** The manifest that Gradle merges, cut down to what counts. */
export const MERGED_MANIFEST = `<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.app">
    <uses-permission android:name="android.permission.INTERNET" />
    <uses-permission android:name="android.permission.RECEIVE_BOOT_COMPLETED" />
    <application android:allowBackup="true">
        <provider android:name="androidx.startup.InitializationProvider" android:authorities="com.example.app.androidx-startup" android:exported="false">
            <meta-data android:name="androidx.work.WorkManagerInitializer" android:value="androidx.startup" />
        </provider>
        <service android:name="androidx.work.impl.background.systemjob.SystemJobService" android:permission="android.permission.BIND_JOB_SERVICE" />
        <receiver android:name="androidx.work.impl.background.systemalarm.RescheduleReceiver" android:enabled="false" android:exported="false">
            <intent-filter>
                <action android:name="android.intent.action.BOOT_COMPLETED" />
            </intent-filter>
        </receiver>
    </application>
</manifest>
`;
export const MERGED_PATH = 'android/app/build/intermediates/merged_manifests/debug/processDebugManifest/AndroidManifest.xml';

/** An app without a fault: doctor has nothing but notes about it. */
export function healthyProject(): Record<string, string> {
  const installed = Object.fromEntries(
    ['core', 'android', 'ios', 'cli'].map((name) => [`node_modules/@capacitor/${name}/package.json`, '{"version":"8.5.2"}']),
  );
  return {
    ...installed,
    'node_modules/@capgo/capacitor-background-task/package.json': '{"version":"8.0.0"}',
    'package.json': '{"name":"app","dependencies":{"@capacitor/core":"^8.0.0","@capgo/capacitor-background-task":"^8.0.0"}}',
    'capacitor.config.ts':
      "import type { CapacitorConfig } from '@capacitor/cli';\n\nconst config: CapacitorConfig = {\n  appId: 'com.example.app',\n  appName: 'App',\n  webDir: 'dist',\n};\n\nexport default config;\n",
    'vite.config.ts':
      "import { backgroundTask } from '@capgo/capacitor-background-task/vite';\n\nexport default { plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })] };\n",
    'index.html':
      '<!doctype html><html><head><link rel="manifest" href="/app.webmanifest"></head><body><script type="module" src="/src/main.ts"></script></body></html>\n',
    'src/main.ts': "import { start } from './app';\n\nstart();\n",
    'src/app.ts':
      "import { BackgroundTask } from '@capgo/capacitor-background-task';\nimport { SYNC_TASK } from './background-tasks';\n\nexport async function start() {\n  await BackgroundTask.registerTaskAsync(SYNC_TASK, { minimumInterval: 30 });\n}\n",
    'src/background-tasks.ts':
      "import { BackgroundTask } from '@capgo/capacitor-background-task';\n\nexport const SYNC_TASK = 'sync-offline-data';\n\nBackgroundTask.defineTask(SYNC_TASK, async () => {});\n",
    'dist/index.html': '<!doctype html><html><head><link rel="manifest" href="/app.webmanifest"></head><body></body></html>\n',
    'dist/background-task-sw.js': '/* worker */\n',
    'dist/background-task.html': '<!doctype html>\n',
    'dist/background-task.json': MANIFEST,
    [INFO_PLIST]: templateFile('spm', 'Info.plist').replace('</dict>\n</plist>', `${MODES}${IDENTIFIERS}</dict>\n</plist>`),
    [APP_DELEGATE]: templateFile('spm', 'AppDelegate.swift')
      .replace('import Capacitor\n', 'import Capacitor\nimport CapgoBackgroundTaskPlugin\n')
      .replace('-> Bool {\n', '-> Bool {\n        CapgoBackgroundTask.registerLaunchHandlers()\n'),
    'ios/App/App/public/background-task.json': MANIFEST,
    'ios/App/App/public/background-task.html': '<!doctype html>\n',
    'ios/App/CapApp-SPM/Package.swift': '.product(name: "CapgoCapacitorBackgroundTask", package: "CapgoCapacitorBackgroundTask")\n',
    [XCODE_PROJECT]: templateProject(),
    'android/variables.gradle': 'ext {\n    minSdkVersion = 24\n    compileSdkVersion = 36\n}\n',
    'android/capacitor.settings.gradle': "include ':capgo-capacitor-background-task'\n",
    'android/app/build.gradle':
      'android {\n    defaultConfig {\n        applicationId "com.example.app"\n        minSdkVersion rootProject.ext.minSdkVersion\n    }\n}\n',
    'android/app/src/main/AndroidManifest.xml':
      '<manifest xmlns:android="http://schemas.android.com/apk/res/android"><application /></manifest>\n',
    'android/app/src/main/assets/public/background-task.json': MANIFEST,
    'android/app/src/main/assets/public/background-task.html': '<!doctype html>\n',
    [MERGED_PATH]: MERGED_MANIFEST,
  };
}
