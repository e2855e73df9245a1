// Type-checks the plugin shell on Linux. What needs Objective-C is rewritten first: `@objc` goes, `#selector(name(_:))` becomes a
// stand-in value. So names, types, isolation and the calls into Capacitor are checked, and the run time behind `@objc` is not.
// Apps compile it in Swift 5 mode, which the tools version of Package.swift and the podspec give; the tests' package has mode 6.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { cacheFolder, runTool } from './toolchain.mjs';

const sources = 'ios/Sources/CapgoBackgroundTaskPlugin';

/** The same lines, so that errors name the right one. */
export const withoutObjectiveC = (text) =>
  text
    .replace(/^(\s*)@objc(?:\(\w+\))?[^\S\n]+/gm, '$1')
    .replace(/^@objc(?:\(\w+\))?$/gm, '')
    .replace(/#selector\((\w+)\(_:\)\)/g, 'Selector("$1:")');

/** S05: the app delegate of the set-up page, in the plugin's own module. */
const appDelegate = () => {
  const block = /```swift\n(import UIKit\n[^]*?)```/.exec(readFileSync(join(root, 'docs/setup.md'), 'utf8'))?.[1];
  if (block === undefined) throw new Error('docs/setup.md shows no app delegate');
  return block.replace('import CapgoBackgroundTaskPlugin\n', '\n').replace('@main\n', '\n');
};

export const checkShell = async (toolchain) => {
  const shell = join(root, sources, 'Shell');
  const folder = join(toolchain.kind === 'cached' ? join(cacheFolder, 'build') : toolchain.build, 'shell');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(shell).filter((name) => name.endsWith('.swift'));
  for (const name of names) writeFileSync(join(folder, name), withoutObjectiveC(readFileSync(join(shell, name), 'utf8')));
  writeFileSync(join(folder, 'AppDelegate.swift'), appDelegate());
  names.push('AppDelegate.swift');

  const rest = readdirSync(join(root, sources), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.swift') && !name.startsWith('Shell'))
    .map((name) => join(toolchain.repository, sources, name));
  const files = ['-I', join(toolchain.build, 'debug/Modules'), ...rest, ...names.map((name) => join(toolchain.build, 'shell', name))];
  const output = [];
  for (const mode of ['5', '6']) {
    const args = ['-typecheck', '-swift-version', mode, '-warnings-as-errors', '-parse-as-library', '-module-name', 'CapgoBackgroundTaskPlugin'];
    const lines = [];
    const status = await runTool(toolchain, 'swiftc', [...args, ...files], (line) => lines.push(line));
    if (status !== 0) output.push(`in Swift ${mode} mode:`, ...lines);
  }
  return { ok: output.length === 0, output: output.join('\n') };
};
