import type { Severity } from '../../../src/cli/doctor/finding.js';
import { APP_DELEGATE, INFO_PLIST, MERGED_PATH } from './projects.js';

type Project = Record<string, string>;
type Change = (files: Project) => Readonly<Record<string, string | undefined>>;

export interface BrokenProject {
  readonly name: string;
  readonly id: string;
  readonly severity?: Severity;
  readonly says: RegExp;
  readonly change: Change;
}

const edit =
  (path: string, from: string | RegExp, to: string): Change =>
  (files) => {
    const text = files[path] ?? '';
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${path} does not contain ${String(from)}`);
    return { ...files, [path]: changed };
  };
const put =
  (path: string, text: string): Change =>
  (files) => ({ ...files, [path]: text });
const drop =
  (path: string): Change =>
  (files) => ({ ...files, [path]: undefined });
const config = (line: string): Change => edit('capacitor.config.ts', "webDir: 'dist',", `webDir: 'dist',\n  ${line}`);
const ownManifest = (inner: string): Change =>
  put(
    'android/app/src/main/AndroidManifest.xml',
    `<manifest xmlns:android="http://schemas.android.com/apk/res/android" xmlns:tools="http://schemas.android.com/tools">${inner}</manifest>`,
  );

/** Apps with one fault each, and the finding that must name it. */
export const BROKEN_PROJECTS: readonly BrokenProject[] = [
  {
    name: 'Capacitor is missing',
    id: 'capacitor-missing',
    says: /@capacitor\/core is not installed/,
    change: drop('node_modules/@capacitor/core/package.json'),
  },
  {
    name: 'Capacitor 7',
    id: 'capacitor-version',
    says: /is 7\.4\.0.*Capacitor 8/,
    change: put('node_modules/@capacitor/core/package.json', '{"version":"7.4.0"}'),
  },
  {
    name: 'an old @capacitor/android',
    id: 'capacitor-mixed',
    says: /@capacitor\/android is 7\.0\.1, but @capacitor\/core is 8\.5\.2/,
    change: put('node_modules/@capacitor/android/package.json', '{"version":"7.0.1"}'),
  },
  {
    name: 'the package is not installed',
    id: 'package-not-installed',
    says: /not in node_modules/,
    change: drop('node_modules/@capgo/capacitor-background-task/package.json'),
  },
  {
    name: 'the package is listed in the workspace root only',
    id: 'package-not-listed',
    says: /package\.json does not list/,
    change: put('package.json', '{"dependencies":{"@capacitor/core":"8"}}'),
  },
  { name: 'a package.json that is not JSON', id: 'package-not-listed', says: /not valid JSON/, change: put('package.json', '{') },
  {
    name: 'includePlugins leaves it out',
    id: 'plugin-excluded',
    says: /includePlugins does not name/,
    change: config("includePlugins: ['@capacitor/preferences'],"),
  },
  {
    name: 'a flag given as text',
    id: 'config-wrong-type',
    says: /refresh is "false"/,
    change: config("plugins: { CapgoBackgroundTask: { refresh: 'false' } },"),
  },
  {
    name: 'a misspelt option',
    id: 'config-unknown-key',
    severity: 'warning',
    says: /confgure is not an option/,
    change: config('plugins: { CapgoBackgroundTask: { confgure: false } },'),
  },
  {
    name: 'a live-update plugin wanted in a wake',
    id: 'headless-plugin-never',
    severity: 'warning',
    says: /includes CapacitorUpdater/,
    change: config("plugins: { CapgoBackgroundTask: { headlessPlugins: { include: ['CapacitorUpdater'] } } },"),
  },
  {
    name: 'headless plugins as a plain list',
    id: 'config-wrong-type',
    says: /headlessPlugins is \["Toast"\]/,
    change: config("plugins: { CapgoBackgroundTask: { headlessPlugins: ['Toast'] } },"),
  },
  {
    name: 'live reload left on',
    id: 'live-reload',
    severity: 'warning',
    says: /server\.url is http:\/\/192\.168\.1\.5:5173/,
    change: config("server: { url: 'http://192.168.1.5:5173' },"),
  },
  { name: 'a computed configuration', id: 'config-unreadable', severity: 'note', says: /computed in part/, change: config('...shared,') },
  {
    name: 'a configuration that is not JSON',
    id: 'config-unreadable',
    says: /capacitor\.config\.json is not valid JSON/,
    change: (files) => ({
      ...files,
      'capacitor.config.ts': undefined,
      'capacitor.config.json': '{ "appId": "com.example.app", "webDir": "dist", }',
    }),
  },
  {
    name: 'a Capacitor newer than the package',
    id: 'capacitor-version',
    says: /is 9\.0\.0/,
    change: put('node_modules/@capacitor/core/package.json', '{"version":"9.0.0"}'),
  },
  {
    name: 'a configuration given to a function that may add to it',
    id: 'config-unreadable',
    severity: 'note',
    says: /computed in part/,
    change: put('capacitor.config.ts', "export default withDefaults({ appId: 'com.example.app', webDir: 'dist' });\n"),
  },
  { name: 'an Nx workspace', id: 'nx-hooks', severity: 'note', says: /Nx workspace/, change: put('nx.json', '{}') },
  {
    name: 'no background mode (I03)',
    id: 'mode-missing',
    says: /UIBackgroundModes lacks processing/,
    change: edit(INFO_PLIST, '<string>processing</string>', '<string>audio</string>'),
  },
  {
    name: 'no permitted identifier (I02, S06)',
    id: 'identifier-missing',
    says: /lacks app\.capgo\.backgroundtask\.processing/,
    change: edit(INFO_PLIST, /\t<key>BGTask[\s\S]*?<\/array>\n/, ''),
  },
  {
    name: 'mode without identifiers (S01)',
    id: 'modes-without-identifiers',
    says: /App Store refuses/,
    change: edit(INFO_PLIST, /\t<key>BGTask[\s\S]*?<\/array>\n/, ''),
  },
  {
    name: 'a misspelt identifier (I02)',
    id: 'identifier-misspelt',
    says: /has "app\.capgo\.backgroundTask\.procesing"/,
    change: edit(INFO_PLIST, 'app.capgo.backgroundtask.processing', 'app.capgo.backgroundTask.procesing'),
  },
  {
    name: 'modes given as a string',
    id: 'plist-wrong-type',
    says: /UIBackgroundModes is not an array/,
    change: edit(INFO_PLIST, /(<key>UIBackgroundModes<\/key>\n)\t<array>[\s\S]*?<\/array>/, '$1\t<string>processing</string>'),
  },
  {
    name: 'a key twice',
    id: 'plist-key-twice',
    says: /UIBackgroundModes stands 2 times/,
    change: edit(INFO_PLIST, /(\t<key>UIBackgroundModes<\/key>\n\t<array>[\s\S]*?<\/array>\n)/, '$1$1'),
  },
  {
    name: 'a merge conflict in Info.plist',
    id: 'plist-unreadable',
    says: /not well-formed \(line 5\)/,
    change: edit(INFO_PLIST, '<dict>\n', '<dict>\n<<<<<<< HEAD\n'),
  },
  {
    name: 'an Info.plist nested without end',
    id: 'plist-unreadable',
    says: /nested too deeply/,
    change: put(INFO_PLIST, `<plist version="1.0">${'<array>'.repeat(100_000)}`),
  },
  {
    name: 'a configuration nested without end',
    id: 'config-unreadable',
    severity: 'note',
    says: /computed in part/,
    change: put('capacitor.config.ts', `export default ${'{ a: '.repeat(100_000)}`),
  },
  { name: 'no Info.plist', id: 'plist-missing', says: /Info\.plist does not exist/, change: drop(INFO_PLIST) },
  {
    name: 'a second Info.plist for another build',
    id: 'identifier-missing',
    says: /Info-dev\.plist/,
    change: (files) => ({
      ...files,
      'ios/App/App.xcodeproj/project.pbxproj': 'INFOPLIST_FILE = App/Info.plist;\nINFOPLIST_FILE = "App/Info-dev.plist";\n',
      'ios/App/App/Info-dev.plist': '<plist version="1.0">\n<dict>\n</dict>\n</plist>\n',
    }),
  },
  {
    name: 'no launch call (S06)',
    id: 'launch-call-missing',
    says: /does not call CapgoBackgroundTask\.registerLaunchHandlers\(\)/,
    change: edit(APP_DELEGATE, /\n.*registerLaunchHandlers\(\)/, ''),
  },
  {
    name: 'the launch call commented out, in a scene app (I07)',
    id: 'launch-call-missing',
    says: /does not call/,
    change: edit(APP_DELEGATE, 'CapgoBackgroundTask.register', '// CapgoBackgroundTask.register'),
  },
  {
    name: 'the launch call in a later callback (I06)',
    id: 'launch-call-late',
    says: /called outside/,
    change: edit(APP_DELEGATE, /( *CapgoBackgroundTask\.registerLaunchHandlers\(\)\n)([\s\S]*func applicationDidBecomeActive.*\n)/, '$2$1'),
  },
  {
    name: 'the launch call in the scene delegate (I07)',
    id: 'launch-call-missing',
    says: /AppDelegate\.swift does not call/,
    change: (files) => ({
      ...edit(APP_DELEGATE, /\n.*registerLaunchHandlers\(\)/, '')(files),
      'ios/App/App/SceneDelegate.swift':
        'import CapgoBackgroundTaskPlugin\nclass SceneDelegate {\n    func scene(_ scene: UIScene) {\n        CapgoBackgroundTask.registerLaunchHandlers()\n    }\n}\n',
    }),
  },
  {
    name: 'the launch call in the initialiser of a SwiftUI app',
    id: 'launch-call-missing',
    says: /no other file there calls registerLaunchHandlers while the app launches/,
    change: (files) => ({
      ...files,
      [APP_DELEGATE]: undefined,
      'ios/App/App/MyApp.swift':
        'import CapgoBackgroundTaskPlugin\n@main struct MyApp: App {\n    init() {\n        CapgoBackgroundTask.registerLaunchHandlers()\n    }\n}\n',
    }),
  },
  {
    name: 'no import (S05)',
    id: 'import-missing',
    says: /lacks "import CapgoBackgroundTaskPlugin"/,
    change: edit(APP_DELEGATE, 'import CapgoBackgroundTaskPlugin\n', ''),
  },
  {
    name: 'an app delegate of an unknown shape',
    id: 'app-delegate-unknown',
    says: /no application\(_:didFinishLaunchingWithOptions:\)/,
    change: put(APP_DELEGATE, 'import UIKit\nclass AppDelegate: UIResponder, UIApplicationDelegate {}\n'),
  },
  {
    name: 'an Objective-C app delegate without the call',
    id: 'launch-call-missing',
    says: /no other file there calls/,
    change: (files) => ({ ...files, [APP_DELEGATE]: undefined, 'ios/App/App/AppDelegate.m': '@implementation AppDelegate\n@end\n' }),
  },
  {
    name: 'the older background fetch',
    id: 'legacy-perform-fetch',
    severity: 'warning',
    says: /older background fetch/,
    change: edit(
      APP_DELEGATE,
      /\}\n$/,
      '    func application(_ a: UIApplication, performFetchWithCompletionHandler done: @escaping (UIBackgroundFetchResult) -> Void) {}\n}\n',
    ),
  },
  {
    name: 'iOS not synced',
    id: 'ios-not-synced',
    says: /Package\.swift does not name CapgoCapacitorBackgroundTask/,
    change: put('ios/App/CapApp-SPM/Package.swift', 'targets: []\n'),
  },
  {
    name: 'pods not installed',
    id: 'pods-not-installed',
    says: /Podfile\.lock does not/,
    change: (files) => ({
      ...files,
      'ios/App/CapApp-SPM/Package.swift': undefined,
      'ios/App/Podfile': "pod 'CapgoCapacitorBackgroundTask'\n",
      'ios/App/Podfile.lock': 'PODS:\n',
    }),
  },
  {
    name: 'an old iOS target',
    id: 'ios-target',
    says: /builds for iOS 13/,
    change: edit('ios/App/App.xcodeproj/project.pbxproj', '15.0', '13.0'),
  },
  {
    name: 'an old iOS target in the Podfile',
    id: 'ios-target',
    says: /Podfile builds for iOS 14/,
    change: (files) => ({
      ...files,
      'ios/App/CapApp-SPM/Package.swift': undefined,
      'ios/App/Podfile': "platform :ios, '14.0'\npod 'CapgoCapacitorBackgroundTask'\n",
    }),
  },
  {
    name: 'Android not synced',
    id: 'android-not-synced',
    says: /does not name capgo-capacitor-background-task/,
    change: put('android/capacitor.settings.gradle', "// include ':capgo-capacitor-background-task'\n"),
  },
  { name: 'an old minimum SDK', id: 'min-sdk', says: /minSdkVersion 22/, change: edit('android/variables.gradle', '24', '22') },
  {
    name: 'an old WorkManager chosen by the app (S09)',
    id: 'work-version',
    says: /androidxWorkVersion 2\.7\.1; the plugin needs 2\.9/,
    change: edit('android/variables.gradle', 'ext {', "ext {\n    androidxWorkVersion = '2.7.1'"),
  },
  {
    name: "WorkManager's initialiser removed (A19)",
    id: 'work-initializer-removed',
    says: /removes WorkManager's initialiser/,
    change: ownManifest(
      '<application><provider android:name="androidx.startup.InitializationProvider"><meta-data android:name="androidx.work.WorkManagerInitializer" tools:node="remove" /></provider></application>',
    ),
  },
  {
    name: 'the boot receiver removed (A21)',
    id: 'boot-receiver-removed',
    says: /boot receiver/,
    change: ownManifest(
      '<application><receiver android:name="androidx.work.impl.background.systemalarm.RescheduleReceiver" tools:node="remove" /></application>',
    ),
  },
  {
    name: 'the boot permission removed (A21)',
    id: 'boot-permission-removed',
    says: /RECEIVE_BOOT_COMPLETED/,
    change: ownManifest('<uses-permission android:name="android.permission.RECEIVE_BOOT_COMPLETED" tools:node="remove" />'),
  },
  {
    name: 'the job service removed',
    id: 'job-service-removed',
    says: /job service/,
    change: ownManifest(
      '<application><service android:name="androidx.work.impl.background.systemjob.SystemJobService" tools:node="remove" /></application>',
    ),
  },
  {
    name: 'a library took the initialiser out',
    id: 'merged-no-initializer',
    says: /merged manifest of the last build.*initialiser/,
    change: edit(MERGED_PATH, /<meta-data[^>]*\/>/, ''),
  },
  {
    name: 'a library took the boot receiver out',
    id: 'merged-no-boot-receiver',
    says: /boot receiver/,
    change: edit(MERGED_PATH, /<receiver[\s\S]*<\/receiver>/, ''),
  },
  {
    name: 'a library took the boot permission out',
    id: 'merged-no-boot-permission',
    says: /RECEIVE_BOOT_COMPLETED/,
    change: edit(MERGED_PATH, /.*RECEIVE_BOOT_COMPLETED.*\n/, ''),
  },
  {
    name: 'built before the plugin was there',
    id: 'merged-no-job-service',
    says: /job service/,
    change: edit(MERGED_PATH, /.*SystemJobService.*\n/, ''),
  },
  {
    name: 'the Vite plugin is missing',
    id: 'vite-plugin-missing',
    says: /vite\.config\.ts does not use backgroundTask/,
    change: put('vite.config.ts', 'export default {};\n'),
  },
  {
    name: 'the Vite plugin imported and not used',
    id: 'vite-plugin-missing',
    says: /does not use backgroundTask/,
    change: edit('vite.config.ts', /plugins: \[.*\]/, 'plugins: []'),
  },
  {
    name: 'the web app is not built',
    id: 'web-not-built',
    severity: 'warning',
    says: /web folder dist does not exist/,
    change: (files) => Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('dist/'))),
  },
  { name: 'no worker in the build', id: 'worker-missing', says: /no background-task-sw\.js/, change: drop('dist/background-task-sw.js') },
  {
    name: 'no headless page in the build',
    id: 'headless-missing',
    says: /no background-task\.html/,
    change: drop('dist/background-task.html'),
  },
  {
    name: 'no headless page, and no Vite',
    id: 'headless-missing',
    severity: 'warning',
    says: /whole page for each wake/,
    change: (files) => ({ ...files, 'vite.config.ts': undefined, 'dist/background-task.html': undefined }),
  },
  { name: 'no manifest in the build', id: 'manifest-missing', says: /no background-task\.json/, change: drop('dist/background-task.json') },
  {
    name: 'a damaged manifest',
    id: 'manifest-unreadable',
    says: /not what the build writes/,
    change: put('dist/background-task.json', '{"tasks":'),
  },
  {
    name: 'a manifest of a newer package',
    id: 'manifest-newer',
    says: /version 2, newer/,
    change: edit('dist/background-task.json', '"version":1', '"version":2'),
  },
  {
    name: 'a native copy of an older build',
    id: 'native-copy-old',
    says: /is not that of the last build/,
    change: edit('ios/App/App/public/background-task.json', 'sync-offline-data', 'old-name'),
  },
  {
    name: 'a native copy with the tasks of an older build',
    id: 'native-copy-old',
    says: /ios\/App\/App\/public\/background-task-page\.js is not that of the last build/,
    change: put('dist/background-task-page.js', '/* newer */\n'),
  },
  {
    name: 'never copied to Android',
    id: 'native-copy-old',
    says: /android.*is missing/,
    change: drop('android/app/src/main/assets/public/background-task.json'),
  },
  {
    name: 'a native copy without the headless page',
    id: 'native-copy-old',
    says: /ios\/App\/App\/public\/background-task\.html is missing/,
    change: drop('ios/App/App/public/background-task.html'),
  },
  {
    name: 'a registered task that nothing defines (J01)',
    id: 'task-undefined',
    says: /src\/app\.ts registers "upload", which no defineTask/,
    change: edit('src/app.ts', 'SYNC_TASK, {', "'upload', {"),
  },
  {
    name: 'a registered task missing in the build',
    id: 'task-not-built',
    says: /registers "sync-offline-data", which the built manifest does not contain \(it has other\)/,
    change: edit('dist/background-task.json', 'sync-offline-data', 'other'),
  },
  {
    name: 'a defined task that nothing registers',
    id: 'task-not-registered',
    severity: 'warning',
    says: /defines "sync-offline-data", which nothing registers/,
    change: edit('src/app.ts', /\n.*registerTaskAsync.*/, ''),
  },
  {
    name: 'the entry does not load the tasks (J01)',
    id: 'tasks-module-not-imported',
    says: /src\/main\.ts does not import src\/background-tasks\.ts/,
    change: edit('src/app.ts', "import { SYNC_TASK } from './background-tasks';", "const SYNC_TASK = 'sync-offline-data';"),
  },
  {
    name: 'the entry loads the tasks late (J01)',
    id: 'tasks-module-lazy',
    severity: 'warning',
    says: /only through import\(\)/,
    change: edit('src/main.ts', "import { start } from './app';\n\nstart();", "void import('./app').then(({ start }) => start());"),
  },
  {
    name: 'the tasks module is not where the build looks',
    id: 'tasks-module-missing',
    says: /vite\.config\.ts names src\/tasks\.ts/,
    change: edit('vite.config.ts', 'src/background-tasks.ts', 'src/tasks.ts'),
  },
  {
    name: 'a task defined in a component',
    id: 'task-outside-module',
    severity: 'warning',
    says: /src\/page\.ts defines "late" outside/,
    change: put(
      'src/page.ts',
      "export function Page() {\n  BackgroundTask.defineTask('late', () => {});\n  void BackgroundTask.registerTaskAsync('late');\n}\n",
    ),
  },
  {
    name: 'the tasks module is a folder',
    id: 'tasks-module-missing',
    says: /names src, and there is no such file/,
    change: edit('vite.config.ts', 'src/background-tasks.ts', 'src'),
  },
  {
    name: 'a task defined a second time elsewhere',
    id: 'task-outside-module',
    severity: 'warning',
    says: /src\/again\.ts defines "sync-offline-data" outside/,
    change: put('src/again.ts', "BackgroundTask.defineTask('sync-offline-data', () => {});\n"),
  },
  {
    name: 'no task at all',
    id: 'no-task',
    severity: 'warning',
    says: /no call of defineTask/,
    change: (files) => ({
      ...files,
      'src/app.ts': "import './background-tasks';\nexport const start = () => {};\n",
      'src/background-tasks.ts': '',
    }),
  },
  {
    name: 'only the compatible job, never scheduled',
    id: 'no-task',
    severity: 'warning',
    says: /no call/,
    change: (files) => ({
      ...files,
      'src/app.ts': "import './background-tasks';\nexport const start = () => {};\n",
      'src/background-tasks.ts': 'other.define(() => {});\n',
    }),
  },
  {
    name: 'minutes taken for an exact timer (A02, J02)',
    id: 'interval-short',
    severity: 'warning',
    says: /every 5 minutes; Android makes that 15/,
    change: edit('src/app.ts', 'minimumInterval: 30', 'minimumInterval: 5'),
  },
  {
    name: 'another plugin under our name',
    id: 'same-plugin-name',
    says: /src\/native\.ts registers a plugin named CapgoBackgroundTask/,
    change: put('src/native.ts', "export const Mine = registerPlugin<Mine>('CapgoBackgroundTask');\n"),
  },
  {
    name: 'another plugin that wants app refresh',
    id: 'refresh-shared',
    severity: 'warning',
    says: /@transistorsoft\/capacitor-background-fetch also asks iOS/,
    change: edit('package.json', '"@capacitor/core"', '"@transistorsoft/capacitor-background-fetch":"8","@capacitor/core"'),
  },
  {
    name: 'a web app that cannot be installed',
    id: 'web-not-installable',
    severity: 'note',
    says: /no web app manifest/,
    change: edit('dist/index.html', /<link[^>]*>/, ''),
  },
];
