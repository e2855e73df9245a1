// Lists faults that the type check of the plugin must find, because a green check says nothing without them. Each is put into a copy of one file.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../../setup/paths.mjs';
import { SOURCES } from './plugin-for-ios.mjs';

const SHELL = 'Shell/CapgoBackgroundTaskPlugin.swift';
const DELEGATION = 'Adapters/Headless/HeadlessDelegation.swift';
const SCHEDULER = 'Adapters/System/SystemScheduler.swift';

/**
 * Describes a fault. `found` is what the compiler must print, `mode` the language mode (default 5); `sdk27` compiles with the SDK of iOS 27.
 *
 * @typedef {{ fault: string, file: string, from: string, to: string, found: RegExp, mode?: string, sdk27?: boolean }} PlantedFault
 */

/** @type {readonly PlantedFault[]} */
export const plantedFaults = [
  {
    fault: 'a plugin method without @objc',
    file: SHELL,
    from: '@objc func claimRun(_ call: CAPPluginCall)',
    to: 'func claimRun(_ call: CAPPluginCall)',
    found: /argument of '#selector' refers to instance method 'claimRun' that is not exposed to Objective-C/,
  },
  {
    fault: 'a #selector of a method that is not there',
    file: SHELL,
    from: '#selector(claimRun(_:))',
    to: '#selector(claimedRun(_:))',
    found: /cannot find 'claimedRun' in scope/,
  },
  {
    fault: 'a #selector with a label too many',
    file: 'Shell/HeadlessWebViewPlugin.swift',
    from: '#selector(getServerBasePath(_:))',
    to: '#selector(getServerBasePath(_:reply:))',
    found: /cannot find 'getServerBasePath\(_:reply:\)' in scope/,
  },
  {
    fault: 'a plugin method that Objective-C cannot call',
    file: SHELL,
    from: '@objc func attach(_ call: CAPPluginCall)',
    to: '@objc func attach(_ call: PluginCall)',
    found: /method cannot be marked @objc because the type of the parameter cannot be represented in Objective-C/,
  },
  {
    fault: 'a method of Capacitor in Objective-C overridden with another parameter',
    file: SHELL,
    from: 'override public func load()',
    to: 'override public func load(_ again: Bool)',
    found: /method does not override any method from its superclass/,
  },
  {
    fault: 'a method of Capacitor in Objective-C defined once more, without override',
    file: SHELL,
    from: 'override public func load()',
    to: 'public func load()',
    found: /overriding declaration requires an 'override' keyword/,
  },
  {
    fault: 'a method of Capacitor in Swift overridden with a wrong label',
    file: DELEGATION,
    from: 'didFail navigation: WKNavigation!',
    to: 'didFailed navigation: WKNavigation!',
    found: /declaration 'webView\(_:didFailed:withError:\)' has different argument labels from any potential overrides/,
  },
  {
    fault: 'a property of the plugin that has the wrong type for Capacitor',
    file: SHELL,
    from: 'public let jsName = "CapgoBackgroundTask"',
    to: 'public let jsName: String? = nil',
    found: /type of 'jsName' has different optionality than required by protocol 'CAPBridgedPlugin'/,
  },
  {
    fault: "a wrong label of Apple's BackgroundTasks",
    file: SCHEDULER,
    from: 'scheduler.register(forTaskWithIdentifier: kind.identifier, using: nil)',
    to: 'scheduler.register(forTaskWithIdentifier: kind.identifier, usingQueue: nil)',
    found: /incorrect argument label in call \(have 'forTaskWithIdentifier:usingQueue:_:', expected 'forTaskWithIdentifier:using:launchHandler:'\)/,
  },
  {
    fault: "a wrong label of Apple's WebKit",
    file: 'Adapters/Headless/HeadlessPage.swift',
    from: 'WKWebView(frame: .zero, configuration:',
    to: 'WKWebView(frame: .zero, with:',
    found: /incorrect argument label in call \(have 'frame:with:', expected 'frame:configuration:'\)/,
  },
  {
    fault: "a wrong label of Capacitor's bridge",
    file: 'Adapters/Headless/HeadlessPage.swift',
    from: 'delegationHandler: delegation,',
    to: 'delegateHandler: delegation,',
    found: /incorrect argument label in call .*expected 'with:delegate:cordovaConfiguration:assetHandler:delegationHandler:autoRegisterPlugins:'/,
  },
  {
    fault: 'a name of Objective-C where Swift has another',
    file: SCHEDULER,
    from: 'scheduler.cancel(taskRequestWithIdentifier: kind.identifier)',
    to: 'scheduler.cancelTaskRequest(withIdentifier: kind.identifier)',
    found: /has no member 'cancelTaskRequest'/,
  },
  {
    fault: "a wrong name of Apple's UIKit",
    file: 'Adapters/System/SystemDevice.swift',
    from: 'UIApplication.shared.isProtectedDataAvailable',
    to: 'UIApplication.shared.protectedDataAvailable',
    found: /'protectedDataAvailable' has been renamed to 'isProtectedDataAvailable'/,
  },
  {
    fault: 'a call that is off the main thread',
    file: 'Adapters/System/SystemDevice.swift',
    from: 'await MainActor.run { UIApplication.shared.applicationState == .active }',
    to: 'UIApplication.shared.applicationState == .active',
    found: /expression is 'async' but is not marked with 'await'/,
  },
  {
    fault: 'F-A06 Capacitor, which says nothing of concurrency, imported as if it did',
    file: 'Adapters/Headless/HeadlessPage.swift',
    from: '@preconcurrency import Capacitor',
    to: 'import Capacitor',
    mode: '6',
    found: /'enableLogging' is not concurrency-safe/,
  },
  {
    fault: 'a property of iOS 17 without its guard',
    file: 'Adapters/Headless/HeadlessPage.swift',
    from: 'if #available(iOS 17.0, *) {\n            // Without',
    to: 'do {\n            // Without',
    found: /'inactiveSchedulingPolicy' is only available in iOS 17\.0 or newer/,
  },
  {
    fault: 'a method of iOS 27 behind the guard of iOS 26',
    file: SCHEDULER,
    from: '#available(iOS 27.0, *)',
    to: '#available(iOS 26.0, *)',
    found: /'submitTaskRequest\(_:completionHandler:\)' is only available in iOS 27\.0 or newer/,
    sdk27: true,
  },
  {
    fault: "a function of Swift's library that is younger than iOS 15",
    file: 'Adapters/System/SystemClock.swift',
    from: 'Task.sleep(nanoseconds: UInt64(min(time - elapsed, Constants.hour)) * 1_000_000)',
    to: 'Task.sleep(for: .milliseconds(min(time - elapsed, Constants.hour)))',
    found: /'sleep\(for:tolerance:clock:\)' is only available in iOS 16\.0 or newer/,
  },
  {
    fault: 'a function of Foundation that is younger than iOS 15',
    file: 'Adapters/Headless/WebFiles.swift',
    from: 'folder.appendingPathComponent("background-task.json")',
    to: 'folder.appending(path: "background-task.json")',
    found: /'appending\(path:directoryHint:\)' is only available in iOS 16\.0 or newer/,
  },
];

/**
 * Hides the launch call from Objective-C; clang must find it, not Swift's compiler.
 *
 * @type {PlantedFault}
 */
export const launchCallFault = {
  fault: 'the launch call without @objc',
  file: 'Shell/CapgoBackgroundTask.swift',
  from: '@objc public static func registerLaunchHandlers()',
  to: 'public static func registerLaunchHandlers()',
  found: /no known class method for selector 'registerLaunchHandlers'/,
};

/**
 * Puts the fault into a copy of its file. Returns the name of the file and the path of the copy to compile instead.
 *
 * @param {PlantedFault} planted
 * @param {{ folder: string, inside: string }} target
 */
export function plant({ file, from, to }, { folder, inside }) {
  const text = readFileSync(join(root, SOURCES, file), 'utf8');
  if (text.split(from).length !== 2) throw new Error(`the place for the fault is not there once in ${file}: ${from}`);
  writeFileSync(join(folder, 'faults', basename(file)), text.replace(from, () => to));
  return { name: file, path: join(inside, 'faults', basename(file)) };
}

/**
 * Throws unless the compiler found the fault and printed the expected error.
 *
 * @param {{ ok: boolean, output: string }} compiled
 * @param {PlantedFault} planted
 */
export function mustFind({ ok, output }, { found }) {
  if (ok) throw new Error('the compiler is content with it');
  if (!output.split('\n').some((line) => line.includes('error: ') && found.test(line))) throw new Error(`the compiler says something else:\n${output}`);
}
