// Type-checks the whole plugin for iOS 15, as it is in the package, by Swift's own compiler on Linux: `@objc`, `#selector`, overrides, labels and guards
// are judged as Xcode judges them, against Capacitor's own headers and Swift sources and against our headers of Apple's frameworks (ios/AppleHeaders).
// Nothing of it runs. Apps compile it in Swift 5 mode, which the tools version of Package.swift and the podspec give; the tests' package has mode 6.
import { writeAppDelegates } from './app-delegates.mjs';
import { launchCallFault, mustFind, plant, plantedFaults } from './planted-faults.mjs';
import { makePluginForIos, mustWork } from './plugin-for-ios.mjs';

const sdk27 = ['-D', 'STAND_IN_SDK_27'];
const modes = {
  'Swift 5 mode': ['-swift-version', '5'],
  'Swift 5 mode with the SDK of iOS 27': ['-swift-version', '5', ...sdk27],
  'Swift 6 mode': ['-swift-version', '6'],
};

export const checkShell = async (toolchain) => {
  const counts = { passed: 0, failed: 0 };
  const test = async (name, body) => {
    try {
      await body();
      counts.passed += 1;
    } catch (error) {
      counts.failed += 1;
      console.log(`failed: ${name}\n  ${error.message}`);
    }
  };

  const plugin = await makePluginForIos(toolchain);
  await test("Capacitor's own headers and Swift sources are read", () => plugin.makeImports());
  if (counts.failed > 0) return counts;

  for (const [mode, args] of Object.entries(modes)) {
    await test(`the plugin, as it is, type-checks for iOS 15 in ${mode}`, () => mustWork(plugin.check(args)));
  }
  for (const planted of plantedFaults) {
    await test(`a planted fault is found: ${planted.fault}`, async () => {
      const args = ['-swift-version', planted.mode ?? '5', ...(planted.sdk27 ? sdk27 : [])];
      mustFind(await plugin.check(args, plant(planted, plugin)), planted);
    });
  }

  writeAppDelegates(plugin.appFolder);
  await test('S05 the app delegate of the set-up page compiles in Swift', async () => {
    await plugin.emitPlugin();
    await mustWork(plugin.checkApp('AppDelegate.swift'));
  });
  await test('S05 the app delegate of the set-up page compiles in Objective-C', () => mustWork(plugin.checkObjectiveCApp('AppDelegate.m')));
  await test(`a planted fault is found: ${launchCallFault.fault}`, async () => {
    await plugin.emitPlugin(plant(launchCallFault, plugin));
    mustFind(await plugin.checkObjectiveCApp('AppDelegate.m'), launchCallFault);
  });
  return counts;
};
