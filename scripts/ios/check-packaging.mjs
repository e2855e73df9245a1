// Checks without Xcode what the Swift package and the pod must agree on.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { checkAppleApi } from './apple-api.mjs';
import { checkAppleHeaders } from './apple-headers.mjs';
import { checkStandIns } from './check-stand-ins.mjs';
import { root } from '../setup/paths.mjs';
import { runSwift } from './toolchain.mjs';

const sources = 'ios/Sources/CapgoBackgroundTaskPlugin';
const read = (path) => readFileSync(join(root, path), 'utf8');
const swiftFiles = (folder) =>
  readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.swift'))
    .map((name) => `${folder}/${name}`);
const importsOf = (text) => [...text.matchAll(/^\s*(?:@\w+(?:\([^)]*\))?\s+)*import[^\S\n]+(?:\w+[^\S\n]+)?([\w.]+)/gm)].map(([, name]) => name);
const equal = (actual, expected, what) => {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: ${a}, not ${e}`);
};

/** Matches the APIs for which Apple wants a reason in the privacy manifest. */
const REASONED_APIS =
  /\b(UserDefaults|systemUptime|mach_absolute_time|creationDate|modificationDate|contentModificationDateKey|volumeAvailableCapacity\w*|systemFreeSize|statfs|activeInputModes)\b/;

const dumpPackage = async (toolchain) => {
  const lines = [];
  const status = await runSwift(toolchain, ['package', '--package-path', toolchain.repository, '--scratch-path', toolchain.build, 'dump-package'], (line) =>
    lines.push(line),
  );
  if (status !== 0) throw new Error(`swift package dump-package: ${lines.join('\n')}`);
  return JSON.parse(lines.slice(lines.findIndex((line) => line.startsWith('{'))).join('\n'));
};

const checks = {
  'S04 the Swift package is read by the toolchain and has the names that Capacitor derives from the npm name': async (toolchain) => {
    const manifest = await dumpPackage(toolchain);
    equal(manifest.name, 'CapgoCapacitorBackgroundTask', 'package');
    equal(manifest.toolsVersion._version, '5.9.0', 'tools version');
    equal(manifest.platforms.map(({ platformName, version }) => [platformName, version]), [['ios', '15.0']], 'platforms');
    equal(manifest.products.map(({ name, targets }) => [name, targets]), [['CapgoCapacitorBackgroundTask', ['CapgoBackgroundTaskPlugin']]], 'products');
    equal(manifest.targets.map(({ name, path }) => [name, path]), [['CapgoBackgroundTaskPlugin', sources]], 'targets');
  },
  'S04 the pod has the same names, sources, platform and module': () => {
    const podspec = read('CapgoCapacitorBackgroundTask.podspec');
    const value = (key) => new RegExp(`s\\.${key} = '([^']+)'`).exec(podspec)?.[1];
    equal(value('name'), 'CapgoCapacitorBackgroundTask', 'name');
    equal(value('module_name'), 'CapgoBackgroundTaskPlugin', 'module_name');
    equal(value('source_files'), `${sources}/**/*.swift`, 'source_files');
    equal(value('ios\\.deployment_target'), '15.0', 'deployment_target');
  },
  'S10 the privacy manifest is in both packagings and declares what the sources use': () => {
    const manifest = read(`${sources}/PrivacyInfo.xcprivacy`);
    const declared = [...manifest.matchAll(/<key>NSPrivacyAccessedAPIType(?:Reasons)?<\/key>\s*(?:<array>\s*)?<string>([^<]+)<\/string>/g)].map(([, one]) => one);
    equal(declared, ['NSPrivacyAccessedAPICategoryUserDefaults', 'CA92.1'], 'accessed APIs and their reasons');
    equal(read('Package.swift').includes('PrivacyInfo.xcprivacy'), true, 'in Package.swift');
    equal(read('CapgoCapacitorBackgroundTask.podspec').includes(`${sources}/PrivacyInfo.xcprivacy`), true, 'in the podspec');
    const used = swiftFiles(sources).flatMap((file) => [...read(file).matchAll(new RegExp(REASONED_APIS, 'g'))].map(([api]) => `${file}: ${api}`));
    // The manifest gives the reason CA92.1: the plugin reads the app's own defaults, to take over what an earlier plugin of the same name left there.
    equal([...new Set(used)], [`${sources}/Adapters/Storage/EarlierDefaults.swift: UserDefaults`], 'APIs with a reason');
  },
  'S08 only these system frameworks are imported': () => {
    const allowed = ['BackgroundTasks', 'Capacitor', 'Foundation', 'Network', 'UIKit', 'WebKit'];
    const imported = new Set(swiftFiles(sources).flatMap((file) => importsOf(read(file))));
    equal([...imported].filter((name) => !allowed.includes(name)), [], 'other imports');
  },
  'the stand-ins of Capacitor declare what @capacitor/ios publishes': () => {
    const { compared, unknown } = checkStandIns();
    equal(unknown, [], 'declarations that are not published');
    equal(compared > 60, true, `${compared} declarations were compared`);
    const changed = [
      'public func registerPluginType(_ pluginType: CAPPlugin.Type, _ more: Bool)',
      'open var appLocation: String',
      'open func notifyListeners(_ eventName: String, payload: [String: Any]?)',
      'public init(with descriptor: InstanceDescriptor, debug: Bool)',
    ];
    equal(checkStandIns(changed).unknown, changed, 'changed declarations are found');
  },
  "our headers of Apple's frameworks declare what Apple's SDK declares": () => {
    equal(checkAppleHeaders().problems, [], 'declarations');
  },
  "what the code uses of Apple's frameworks, and what the stand-ins show of them, is as Apple's SDK has it": () => {
    equal(checkAppleApi().problems, [], 'declarations');
  },
  'npx cap sync lists our plugin for the app, and never the headless marker': async () => {
    const { findPluginClasses } = createRequire(join(root, 'package.json'))('@capacitor/cli/dist/util/iosplugin.js');
    equal(await findPluginClasses(swiftFiles('ios').map((file) => join(root, file))), ['CapgoBackgroundTaskPlugin'], 'classes');
  },
  'I18 the plugin has every method of the contract, and no other': () => {
    const methods = /^## Methods[^]*?(?=^## )/m.exec(read('docs/contract.md'))?.[0] ?? '';
    const contract = [...methods.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    const shell = read(`${sources}/Shell/CapgoBackgroundTaskPlugin.swift`);
    const declared = [...shell.matchAll(/CAPPluginMethod\(#selector\((\w+)\(_:\)\), returnType: \.promise\)/g)].map(([, name]) => name);
    const passed = [...shell.matchAll(/@objc func (\w+)\(_ call: CAPPluginCall\) \{ pass\("(\w+)", call\) \}/g)];
    equal(declared, contract, 'declared to JavaScript');
    equal(passed.map(([, name]) => name), contract, 'Objective-C methods');
    equal(passed.map(([, , name]) => name), contract, 'passed on as');
    const table = /static let names = \[([^\]]*)\]/.exec(read(`${sources}/Core/Engine/MethodTable.swift`))?.[1] ?? '';
    equal([...table.matchAll(/"(\w+)"/g)].map(([, name]) => name), contract, 'known to the core');
  },
  'the headless marker has the name of the contract and no methods': () => {
    const marker = read(`${sources}/Shell/HeadlessMarkerPlugin.swift`);
    const { headlessMarkerPluginName, pluginName } = JSON.parse(read('contract/constants.json'));
    equal(/let jsName = "(\w+)"/.exec(marker)?.[1], headlessMarkerPluginName, 'jsName');
    equal(marker.includes('let pluginMethods: [CAPPluginMethod] = []'), true, 'no methods');
    equal(/let jsName = "(\w+)"/.exec(read(`${sources}/Shell/CapgoBackgroundTaskPlugin.swift`))?.[1], pluginName, 'jsName of the plugin');
  },
  "F-A07 a headless page answers every method of Capacitor's own WebView plugin": () => {
    const capacitor = read('node_modules/@capacitor/ios/Capacitor/Capacitor/Plugins/WebView.swift');
    const ours = read(`${sources}/Shell/HeadlessWebViewPlugin.swift`);
    const name = /let jsName = "(\w+)"/;
    equal(name.exec(ours)?.[1], name.exec(capacitor)?.[1], 'jsName');
    const methods = [...capacitor.matchAll(/CAPPluginMethod\(name: "(\w+)"/g)].map(([, method]) => method);
    equal([...ours.matchAll(/#selector\((\w+)\(_:\)\), returnType: \.promise/g)].map(([, method]) => method), methods, 'declared');
    equal([...ours.matchAll(/@objc func (\w+)\(_ call: CAPPluginCall\) \{ refuse\(call\) \}/g)].map(([, method]) => method), methods, 'refused');
    equal(/plugins: \{ \[[^\]]*HeadlessWebViewPlugin\(\)/.test(read(`${sources}/Shell/AppServices.swift`)), true, 'given to the page');
  },
  'S05 the launch call is the one that the set-up inserts': () => {
    const facts = read('src/cli/package-facts.ts');
    const value = (name) => new RegExp(`${name} = '([^']+)'`).exec(facts)?.[1];
    const source = read(`${sources}/Shell/CapgoBackgroundTask.swift`);
    equal(source.includes(`public final class ${value('LAUNCH_TYPE')}: NSObject {`), true, 'type');
    equal(source.includes(`@objc public static func ${value('LAUNCH_METHOD')}()`), true, 'method, for Objective-C too');
    equal(value('SWIFT_MODULE'), 'CapgoBackgroundTaskPlugin', 'module');
    const planner = read(`${sources}/Core/Rules/RequestPlanner.swift`);
    for (const name of ['PROCESSING_IDENTIFIER', 'REFRESH_IDENTIFIER']) equal(planner.includes(`"${value(name)}"`), true, name);
  },
  'the core imports Foundation only': () => {
    const imported = new Set(swiftFiles(`${sources}/Core`).flatMap((file) => importsOf(read(file))));
    equal([...imported].filter((name) => name !== 'Foundation'), [], 'other imports');
  },
};

export const checkPackaging = async (toolchain) => {
  const counts = { passed: 0, failed: 0 };
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check(toolchain);
      counts.passed += 1;
    } catch (error) {
      counts.failed += 1;
      console.log(`failed: ${name}\n  ${error.message}`);
    }
  }
  return counts;
};
