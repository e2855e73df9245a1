// The plugin and what it imports, compiled for iOS 15 as far as types go.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../setup/paths.mjs';
import { makeIosTarget } from './ios-target.mjs';

export const PLUGIN = 'CapgoBackgroundTaskPlugin';
export const SOURCES = `ios/Sources/${PLUGIN}`;
const HEADERS = 'ios/AppleHeaders';
const CAPACITOR = 'node_modules/@capacitor/ios/Capacitor';
/** What Apple's frameworks have in Swift, each after those that it imports. */
const OVERLAYS = ['ObjectiveC', 'Darwin', 'Dispatch', 'CoreGraphics', 'Combine', 'Foundation', 'BackgroundTasks', 'UIKit'];
/** Files of Capacitor that need more of Apple's frameworks than our headers have. No declaration of the other files names theirs. */
const NOT_OF_CAPACITOR =
  /^(?:Plugins|AppUUID|CAPApplicationDelegateProxy|CAPBridge|CAPBridgeViewController|CAPFile|CAPNotifications|CAPSceneDelegateProxy|DocLinks|UIColor|WKWebView\+Capacitor)\b/;

/** For a module whose functions are of no interest: their bodies are not looked at. */
const HEADS_ONLY = '-experimental-skip-all-function-bodies';
const STRICT = ['-warnings-as-errors', '-parse-as-library'];

const swiftFiles = (folder) =>
  readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.swift'))
    .toSorted();

/** Throws what the compiler said, unless it was content. */
export const mustWork = async (compiled) => {
  const { ok, output } = await compiled;
  if (!ok) throw new Error(output);
};

/**
 * `appFolder` has what an app sees of plugin and Capacitor; `app` is the same folder for the compiler. `instead`: a file, by its name in the sources, in
 * whose place another one is compiled.
 */
export async function makePluginForIos(toolchain) {
  const target = await makeIosTarget(toolchain, [HEADERS, CAPACITOR]);
  const app = join(target.inside, 'app');
  const names = swiftFiles(SOURCES);
  const others = (instead) => names.filter((name) => name !== instead?.name).map((name) => join(toolchain.repository, SOURCES, name));
  const emit = (name, args) => mustWork(target.frontend(['-emit-module', '-parse-as-library', '-module-name', name, ...args]));
  const emitImport = (name, args) => emit(name, ['-o', join(target.inside, 'modules', `${name}.swiftmodule`), ...args]);
  const headerForApps = (name) => ['-emit-objc-header-path', join(app, `${name}-Swift.h`)];

  return {
    ...target,
    app,
    appFolder: join(target.folder, 'app'),
    async makeImports() {
      for (const name of OVERLAYS) await emitImport(name, [join(toolchain.repository, HEADERS, name, 'Overlay.swift')]);
      const capacitor = swiftFiles(`${CAPACITOR}/Capacitor`)
        .filter((name) => !NOT_OF_CAPACITOR.test(name))
        .map((name) => join(toolchain.repository, CAPACITOR, 'Capacitor', name));
      const mixed = ['-swift-version', '5', '-import-underlying-module', ...headerForApps('Capacitor')];
      await emitImport('Capacitor', [HEADS_ONLY, ...mixed, ...capacitor]);
      // Apple's Network is of Swift alone, and so is the stand-in for it.
      await emitImport('Network', ['-swift-version', '6', join(toolchain.repository, 'ios/StandIns/Network/NWPathMonitor.swift')]);
    },
    /** With `instead` only that file is looked at, beside the others. */
    check(args, instead) {
      const one = instead === undefined ? [] : ['-primary-file', instead.path];
      return target.frontend(['-typecheck', ...STRICT, '-module-name', PLUGIN, ...args, ...one, ...others(instead)]);
    },
    /** As a module for apps in Swift and Objective-C. */
    emitPlugin(instead) {
      const files = instead === undefined ? others() : [instead.path, ...others(instead)];
      return emit(PLUGIN, ['-o', join(app, `${PLUGIN}.swiftmodule`), HEADS_ONLY, '-swift-version', '5', ...headerForApps(PLUGIN), ...files]);
    },
    checkApp: (file) => target.frontend(['-typecheck', ...STRICT, '-module-name', 'App', '-swift-version', '5', '-I', app, join(app, file)]),
    checkObjectiveCApp: (file) => target.clang(['-I', app, join(app, file)]),
  };
}
