import { templateFile, withoutScenes } from './capacitor-templates.js';

export interface AppDelegateCase {
  readonly name: string;
  readonly text: string;
}

const pods = templateFile('pods', 'AppDelegate.swift');
const SIGNATURE =
  'func application(_ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?) -> Bool';

export function delegate(body: string, imports = 'import UIKit\nimport Capacitor\n'): string {
  return `${imports}\n@main\nclass AppDelegate: UIResponder, UIApplicationDelegate {\n    ${SIGNATURE} {\n${body}    }\n}\n`;
}

export const APP_DELEGATES: readonly AppDelegateCase[] = [
  { name: 'Capacitor 8, Swift packages', text: templateFile('spm', 'AppDelegate.swift') },
  { name: 'Capacitor 8, pods', text: pods },
  { name: 'Capacitor 6 and 7, no scenes', text: withoutScenes('AppDelegate.swift', pods) },
  { name: 'CRLF line ends', text: pods.replaceAll('\n', '\r\n') },
  { name: 'tabs', text: pods.replaceAll('    ', '\t') },
  {
    name: 'other SDKs started at launch',
    text: delegate(
      '        FirebaseApp.configure()\n        if launchOptions != nil { return false }\n        return true\n',
      'import UIKit\nimport Capacitor\nimport FirebaseCore\n@preconcurrency import UserNotifications\n',
    ),
  },
  {
    name: 'SwiftUI life cycle',
    text: 'import SwiftUI\n\nclass AppDelegate: NSObject, UIApplicationDelegate {\n  func application(\n    _ application: UIApplication,\n    didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey : Any]? = nil\n  ) -> Bool {\n    return true\n  }\n}\n\n@main\nstruct MyApp: App {\n  @UIApplicationDelegateAdaptor(AppDelegate.self) var delegate\n  var body: some Scene { WindowGroup { ContentView() } }\n}\n',
  },
  {
    name: 'a method on one line',
    text: `import UIKit\nclass AppDelegate: UIResponder, UIApplicationDelegate { ${SIGNATURE} { return true } }\n`,
  },
  { name: 'braces on their own lines', text: delegate('        return true\n').replace(/ \{\n/g, '\n{\n') },
  {
    name: 'comments that look like code',
    text: delegate(
      '        // CapgoBackgroundTask.registerLaunchHandlers()\n        /* nested /* } */ CapgoBackgroundTask.registerLaunchHandlers() */\n        return true\n',
      '// import CapgoBackgroundTaskPlugin\n/*\nimport CapgoBackgroundTaskPlugin\n*/\nimport UIKit /* one\n two */\nimport Capacitor // bridge\n',
    ),
  },
  {
    name: 'strings that look like code',
    text: delegate(
      '        print("CapgoBackgroundTask.registerLaunchHandlers() \\(name("}")) {")\n        let raw = #"""\n        func application(_ a: UIApplication, didFinishLaunchingWithOptions b: Any?) -> Bool {\n        """#\n        return true\n',
    ),
  },
  {
    name: 'a comment that opens on the line of the brace',
    text: delegate('        return true\n').replace('Bool {\n', 'Bool { /* first\n second */\n'),
  },
  { name: 'imports under #if', text: delegate('        return true\n', 'import UIKit\n#if DEBUG\nimport Pulse\n#endif\n') },
  { name: 'only imports under #if', text: delegate('        return true\n', '#if os(iOS)\nimport UIKit\n#endif\n') },
  { name: 'no import at all', text: `// Copyright\n\nclass AppDelegate {\n  ${SIGNATURE} {\n    return true\n  }\n}` },
  {
    name: 'comments between the parts of the signature',
    text: delegate('        return true\n').replace('-> Bool {', '/* { */ -> /* } */ Bool /* { */ {'),
  },
  {
    name: 'returns in branches only',
    text: delegate('        if launchOptions == nil {\n            return true\n        } else {\n            return false\n        }\n'),
  },
  {
    name: 'parameters without names, as SwiftFormat leaves them',
    text: delegate('        return true\n').replace(
      SIGNATURE,
      'func application(_: UIApplication, /* not used */ didFinishLaunchingWithOptions _: [UIApplication.LaunchOptionsKey: Any]?) -> Bool',
    ),
  },
  {
    name: 'an override',
    text: delegate('        return super.application(application, didFinishLaunchingWithOptions: launchOptions)\n').replace(
      '    func',
      '    @objc override public func',
    ),
  },
];

export const REFUSED_APP_DELEGATES: readonly (AppDelegateCase & { readonly reason: RegExp })[] = [
  {
    name: 'no launch method',
    text: 'import UIKit\nclass AppDelegate: OtherDelegate, UIApplicationDelegate {\n}\n',
    reason: /no application\(_:didFinishLaunchingWithOptions:\)/,
  },
  {
    name: 'willFinishLaunching only',
    text: delegate('        return true\n').replace('didFinish', 'willFinish'),
    reason: /no application/,
  },
  { name: 'a changed result', text: delegate('').replace('-> Bool', '-> Void'), reason: /returns Bool/ },
  {
    name: 'a launch method per build',
    text: delegate('        return true\n').replace(/( {4}func[\s\S]*?\n {4}\}\n)/, '#if DEBUG\n$1#else\n$1#endif\n'),
    reason: /under #if, or more than once/,
  },
  {
    name: 'two launch methods',
    text: `${delegate('        return true\n')}${delegate('        return true\n', '')}`,
    reason: /under #if, or more than once/,
  },
  {
    name: 'one expression with a return in a closure of its own',
    text: delegate('        flags.contains { flag in return flag.isOn }\n'),
    reason: /has no "return"/,
  },
  {
    name: 'a launch method per build, the call in one of them',
    text: delegate('        return true\n')
      .replace(/( {4}func[\s\S]*?\n {4}\}\n)/, '#if DEBUG\n$1#else\n$1#endif\n')
      .replace('return true', 'CapgoBackgroundTask.registerLaunchHandlers()\n        return true'),
    reason: /under #if, or more than once/,
  },
  {
    name: 'a call that comes too late',
    text: delegate('        return true\n').replace(
      /\}\n$/,
      '    func applicationDidBecomeActive(_ a: UIApplication) {\n        CapgoBackgroundTask.registerLaunchHandlers()\n    }\n}\n',
    ),
    reason: /called outside/,
  },
  {
    name: 'one expression without return',
    text: delegate('        super.application(application, didFinishLaunchingWithOptions: launchOptions)\n'),
    reason: /has no "return"/,
  },
  {
    name: 'a call in the initialiser of a SwiftUI app, before there is an application',
    text: 'import SwiftUI\n@main\nstruct MyApp: App {\n    init() {\n        CapgoBackgroundTask.registerLaunchHandlers()\n    }\n}\n',
    reason: /called outside/,
  },
  { name: 'a body that never closes', text: delegate('        return true\n').replace(/ {4}\}\n\}\n$/, ''), reason: /no application/ },
];
