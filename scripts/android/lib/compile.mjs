import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached, filesBelow } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, whenChanged } from './stamp.mjs';

/**
 * Compiles one module into its own folder, when its sources (or the `files` that are named), or what it is compiled against, changed.
 * `dependencies` are class folders with the hash of what is in them, so that a change travels on.
 */
export async function compile(jdk, { name, sources = [], files = filesIn(sources, '.java'), flags, jars, dependencies = [], say }) {
  return compileWith(jdk, { name, files, compiler: flags, jars, dependencies, say }, ({ files, classes, classPath }) => {
    const list = cached('classes', `${name}.files`);
    writeFileSync(list, files.map((file) => `"${file}"\n`).join(''));
    const output = ['-d', classes, '-cp', classPath, `@${list}`];
    run(join(jdk.home, 'bin', 'javac'), ['--release', '21', '-encoding', 'UTF-8', '-proc:none', ...flags, ...output]);
  });
}

/** Compiles sources in Kotlin as `compile` does those in Java. They are other people's, so their warnings are hidden. */
export async function compileKotlin(jdk, { compiler, name, sources, jars, dependencies, say }) {
  return compileWith(jdk, { name, files: filesIn(sources, '.kt'), compiler, jars, dependencies, say }, ({ files, classes, classPath }) => {
    const quiet = jdk.version >= 23 ? ['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow'] : [];
    const main = ['-cp', compiler.join(delimiter), 'org.jetbrains.kotlin.cli.jvm.K2JVMCompiler'];
    const flags = ['-no-stdlib', '-no-reflect', '-jdk-home', jdk.home, '-jvm-target', '21', '-nowarn'];
    run(join(jdk.home, 'bin', 'java'), [...quiet, ...main, ...flags, '-d', classes, '-cp', classPath, ...files]);
  });
}

const filesIn = (folders, ending) => folders.flatMap((folder) => filesBelow(folder, ending));

async function compileWith(jdk, { name, files, compiler, jars, dependencies, say }, compileFiles) {
  const classes = cached('classes', name);
  const hash = hashOf(
    files,
    compiler,
    jars,
    dependencies.map((module) => module.hash),
    jdk.version,
  );
  await whenChanged(`classes-${name}`, hash, () => {
    say(`compiling ${name} (${files.length} files)`);
    rmSync(classes, { recursive: true, force: true });
    mkdirSync(classes, { recursive: true });
    compileFiles({ files, classes, classPath: [...dependencies.map((module) => module.classes), ...jars].join(delimiter) });
  });
  return { classes, hash };
}
