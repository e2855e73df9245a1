// Lets Swift on Linux type-check for iOS. Its compiler knows the target, but lacks the standard library and Apple's frameworks for it. The library's
// modules for Linux tell since which iOS each declaration exists; so copies of them serve, in which the name of the target is replaced.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder, runTool } from '../toolchain.mjs';

const ARCHITECTURE = 'arm64-apple-ios';
/** The oldest iOS that the package supports, as in Package.swift. */
const TARGET = `${ARCHITECTURE}15.0`;
const LIBRARY = ['Swift', 'SwiftOnoneSupport', '_Concurrency', '_StringProcessing', '_RegexParser', '_Builtin_float', 'Synchronization', 'FoundationEssentials'];
/** The library's modules import these on Linux without showing any of their declarations, so empty modules take their place. */
const UNSEEN = ['Glibc', '_FoundationCollections'];
const UNSEEN_CLANG = ['SwiftGlibc', '_FoundationCShims'];

const outputOf = async (toolchain, tool, args) => {
  const lines = [];
  const status = await runTool(toolchain, tool, args, (line) => lines.push(line));
  return { ok: status === 0, output: lines.join('\n') };
};

/** Returns the target's name in the length of the one that it replaces in the middle of a binary file. Zeros before a version change nothing. */
const asLongAs = (triple) => `${ARCHITECTURE}${'15'.padStart(triple.length - ARCHITECTURE.length, '0')}`;

const moduleForIos = (file, triple) => {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(triple);
  if (at < 0) throw new Error(`${file} does not say that it is for ${triple}`);
  bytes.write(asLongAs(triple), at);
  return bytes;
};

/**
 * Makes the folders that the compiler needs. `frontend` runs it for iOS with these arguments and says whether it was content; `clang` does so for
 * Objective-C. `folder` is for more files, `inside` is the same folder for the compiler.
 */
export async function makeIosTarget(toolchain, headerFolders) {
  const { output } = await outputOf(toolchain, 'swiftc', ['-print-target-info']);
  const { target, paths } = JSON.parse(output);
  const [folder, inside] = [join(buildFolder, 'ios'), join(toolchain.build, 'ios')];
  rmSync(folder, { recursive: true, force: true });
  const modules = join(folder, 'resources/iphoneos');
  for (const name of LIBRARY) {
    const linux = join(paths.runtimeResourcePath, 'linux', `${name}.swiftmodule`, `${target.moduleTriple}.swiftmodule`);
    mkdirSync(join(modules, `${name}.swiftmodule`), { recursive: true });
    writeFileSync(join(modules, `${name}.swiftmodule`, `${ARCHITECTURE}.swiftmodule`), moduleForIos(toolchain.hostPath(linux), target.moduleTriple));
  }
  for (const name of ['shims', 'clang']) symlinkSync(join(paths.runtimeResourcePath, name), join(folder, 'resources', name));
  mkdirSync(join(folder, 'unseen'));
  writeFileSync(join(folder, 'unseen/module.modulemap'), UNSEEN_CLANG.map((name) => `module ${name} {}\n`).join(''));
  writeFileSync(join(folder, 'unseen/Nothing.swift'), '');
  // The header that Swift writes for Objective-C includes this file, and uses nothing of it.
  writeFileSync(join(folder, 'unseen/string.h'), '');
  for (const name of ['modules', 'app', 'faults']) mkdirSync(join(folder, name));

  const headers = headerFolders.flatMap((one) => ['-I', join(toolchain.repository, one)]);
  const cache = join(inside, 'cache');
  const flags = [
    ...['-target', TARGET, '-enable-objc-interop', '-resource-dir', join(inside, 'resources'), '-module-cache-path', cache],
    ...['-I', join(inside, 'unseen'), '-I', join(inside, 'modules'), ...headers, '-Xcc', '-nostdlibinc'],
  ];
  const frontend = (args) => outputOf(toolchain, 'swiftc', ['-frontend', ...flags, ...args]);
  const clang = (args) =>
    outputOf(toolchain, join(paths.runtimeResourcePath, '../../bin/clang'), [
      ...['-target', TARGET, '-fsyntax-only', '-fobjc-arc', '-fmodules', `-fmodules-cache-path=${cache}`, '-ffreestanding', '-nostdlibinc', '-I', join(inside, 'unseen'), ...headers],
      ...args,
    ]);
  for (const name of UNSEEN) {
    const made = await frontend(['-emit-module', '-module-name', name, join(inside, 'unseen/Nothing.swift'), '-o', join(inside, 'modules', `${name}.swiftmodule`)]);
    if (!made.ok) throw new Error(made.output);
  }
  return { folder, inside, frontend, clang };
}
