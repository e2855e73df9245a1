// Writes the app delegates that docs/setup.md shows (S05) as files of an app.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../setup/paths.mjs';
import { PLUGIN } from './plugin-for-ios.mjs';

const shown = (language) => {
  const block = new RegExp(`\`\`\`${language}\\n(@?import [^]*?)\`\`\``).exec(readFileSync(join(root, 'docs/setup.md'), 'utf8'))?.[1];
  if (block === undefined) throw new Error(`docs/setup.md shows no app delegate in ${language}`);
  return block;
};

/** Returns the delegate in Objective-C, with a class around the import and the method, which are all that the page shows. */
const inObjectiveC = () => {
  const [imports, method] = shown('objc').split(/\n\n/, 2);
  const heading = '@interface AppDelegate : UIResponder <UIApplicationDelegate>\n@end\n@implementation AppDelegate';
  return `@import UIKit;\n${imports}\n${heading}\n${method}\n@end\n`;
};

export function writeAppDelegates(folder) {
  writeFileSync(join(folder, 'AppDelegate.swift'), shown('swift'));
  writeFileSync(join(folder, 'AppDelegate.m'), inObjectiveC());
  const headers = ['Capacitor', PLUGIN].map((name) => `header "${name}-Swift.h"`);
  writeFileSync(join(folder, 'module.modulemap'), `module ${PLUGIN} { ${headers.join(' ')} export * }\n`);
}
