// Type-checks the plugin shell on Linux. What needs Objective-C is rewritten first: `@objc` goes, `#selector(name(_:))` becomes a
// stand-in value. So names, types, isolation and the calls into Capacitor are checked, and the run time behind `@objc` is not.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, repositoryRoot, runTool } from './toolchain.mjs';

const sources = 'ios/Sources/CapgoBackgroundTaskPlugin';

/** The same lines, so that errors name the right one. */
export const withoutObjectiveC = (text) =>
  text
    .replace(/^(\s*)@objc(?:\(\w+\))?[^\S\n]+/gm, '$1')
    .replace(/^@objc(?:\(\w+\))?$/gm, '')
    .replace(/#selector\((\w+)\(_:\)\)/g, 'Selector("$1:")');

export const checkShell = async (toolchain) => {
  const shell = join(repositoryRoot, sources, 'Shell');
  const folder = join(toolchain.kind === 'cached' ? join(cacheFolder, 'build') : toolchain.build, 'shell');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(shell).filter((name) => name.endsWith('.swift'));
  for (const name of names) writeFileSync(join(folder, name), withoutObjectiveC(readFileSync(join(shell, name), 'utf8')));

  const rest = readdirSync(join(repositoryRoot, sources), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.swift') && !name.startsWith('Shell'))
    .map((name) => join(toolchain.repository, sources, name));
  const lines = [];
  const args = ['-typecheck', '-swift-version', '6', '-warnings-as-errors', '-parse-as-library', '-module-name', 'CapgoBackgroundTaskPlugin'];
  args.push('-I', join(toolchain.build, 'debug/Modules'), ...rest, ...names.map((name) => join(toolchain.build, 'shell', name)));
  const status = await runTool(toolchain, 'swiftc', args, (line) => lines.push(line));
  return { ok: status === 0, output: lines.join('\n') };
};
