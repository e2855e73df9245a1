import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached, filesBelow } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, whenChanged } from './stamp.mjs';

/** As `compile`, for sources in Kotlin. They are other people's: their warnings are not ours to look at. */
export async function compileKotlin(jdk, { compiler, name, sources, jars, dependencies, say }) {
  const classes = cached('classes', name);
  const files = sources.flatMap((folder) => filesBelow(folder, '.kt'));
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
    const classPath = [...dependencies.map((module) => module.classes), ...jars].join(delimiter);
    const quiet = jdk.version >= 23 ? ['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow'] : [];
    run(join(jdk.home, 'bin', 'java'), [
      ...quiet,
      '-cp',
      compiler.join(delimiter),
      'org.jetbrains.kotlin.cli.jvm.K2JVMCompiler',
      '-no-stdlib',
      '-no-reflect',
      '-jdk-home',
      jdk.home,
      '-jvm-target',
      '21',
      '-nowarn',
      '-d',
      classes,
      '-cp',
      classPath,
      ...files,
    ]);
  });
  return { classes, hash };
}
