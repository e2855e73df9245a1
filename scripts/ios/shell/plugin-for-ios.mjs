// Compiles the plugin and what it imports for iOS 15, as far as types go.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../setup/paths.mjs';
import { makeIosTarget } from './ios-target.mjs';

export const PLUGIN = 'CapgoBackgroundTaskPlugin';
export const SOURCES = `ios/Sources/${PLUGIN}`;
const HEADERS = 'ios/AppleHeaders';
const CAPACITOR = 'node_modules/@capacitor/ios/Capacitor';
/** These frameworks of Apple have parts in Swift; each stands after those that it imports. */
const OVERLAYS = ['ObjectiveC', 'Darwin', 'Dispatch', 'CoreGraphics', 'Combine', 'Foundation', 'BackgroundTasks', 'UIKit'];
/** These files of Capacitor need more of Apple's frameworks than our headers have. No declaration of its other files names theirs. */
const NOT_OF_CAPACITOR =
  /^(?:Plugins|AppUUID|CAPApplicationDelegateProxy|CAPBridge|CAPBridgeViewController|CAPFile|CAPNotifications|CAPSceneDelegateProxy|DocLinks|UIColor|WKWebView\+Capacitor)\b/;

/** This flag skips the bodies of a module's functions, for modules of which only the declarations matter. */
const HEADS_ONLY = '-experimental-skip-all-function-bodies';
const STRICT = ['-warnings-as-errors', '-parse-as-library'];

const swiftFiles = (folder) =>
  readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.swift'))
    .toSorted();

/** Throws the compiler's output unless it compiled without an error. */
export const mustWork = async (compiled) => {
  const { ok, output } = await compiled;
  if (!ok) throw new Error(output);
};

/**
 * Prepares the type check. `appFolder` holds what an app sees of the plugin and of Capacitor; `app` is the same folder for the compiler. `instead` names
 * a file of the sources, and the path of the one that is compiled in its place.
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
      // Apple's Network exists in Swift only, and so does the stand-in for it.
      await emitImport('Network', ['-swift-version', '6', join(toolchain.repository, 'ios/StandIns/Network/NWPathMonitor.swift')]);
    },
    /** Type-checks all files, or only the file `instead` beside the others. */
    check(args, instead) {
      const one = instead === undefined ? [] : ['-primary-file', instead.path];
      return target.frontend(['-typecheck', ...STRICT, '-module-name', PLUGIN, ...args, ...one, ...others(instead)]);
    },
    /** Emits the plugin as a module for apps in Swift and Objective-C. */
    emitPlugin(instead) {
      const files = instead === undefined ? others() : [instead.path, ...others(instead)];
      return emit(PLUGIN, ['-o', join(app, `${PLUGIN}.swiftmodule`), HEADS_ONLY, '-swift-version', '5', ...headerForApps(PLUGIN), ...files]);
    },
    checkApp: (file) => target.frontend(['-typecheck', ...STRICT, '-module-name', 'App', '-swift-version', '5', '-I', app, join(app, file)]),
    checkObjectiveCApp: (file) => target.clang(['-I', app, join(app, file)]),
  };
}
