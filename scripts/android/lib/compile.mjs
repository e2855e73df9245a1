import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached, filesBelow } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, whenChanged } from './stamp.mjs';

/**
 * Compiles one module into its own folder, when its sources, or what it is compiled against, changed.
 * `dependencies` are class folders with the hash of what is in them, so that a change travels on.
 */
export async function compile(jdk, { name, sources, flags, jars, dependencies = [], say }) {
  const classes = cached('classes', name);
  const files = sources.flatMap((folder) => filesBelow(folder, '.java'));
  const hash = hashOf(
    files,
    flags,
    jars,
    dependencies.map((module) => module.hash),
    jdk.version,
  );
  await whenChanged(`classes-${name}`, hash, () => {
    say(`compiling ${name} (${files.length} files)`);
    rmSync(classes, { recursive: true, force: true });
    mkdirSync(classes, { recursive: true });
    const list = cached('classes', `${name}.files`);
    writeFileSync(list, files.map((file) => `"${file}"\n`).join(''));
    const classPath = [...dependencies.map((module) => module.classes), ...jars].join(delimiter);
    run(join(jdk.home, 'bin', 'javac'), [
      '--release',
      '21',
      '-encoding',
      'UTF-8',
      '-proc:none',
      ...flags,
      '-d',
      classes,
      '-cp',
      classPath,
      `@${list}`,
    ]);
  });
  return { classes, hash };
}
