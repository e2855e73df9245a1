import { edit, put, type BrokenProject } from './broken-project.js';
import { APP_DELEGATE } from '../projects.js';

export const BROKEN_APP_DELEGATE: readonly BrokenProject[] = [
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
    change: put(APP_DELEGATE, 'import UIKit\nclass AppDelegate: OtherDelegate, UIApplicationDelegate {}\n'),
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
];
