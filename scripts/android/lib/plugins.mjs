import { basename, join } from 'node:path';
import { compile, compileKotlin } from './compile.mjs';
import { root } from './paths.mjs';

const sourcesOf = (name) => join(root, 'node_modules', '@capacitor', name, 'android', 'src', 'main');

/** These official plugins of Capacitor are in the test app, each as an Android library with its manifest and resources. */
export const plugins = ['preferences', 'filesystem', 'local-notifications'].map((name) => ({
  name,
  packageName: `com.capacitorjs.plugins.${name.replaceAll('-', '')}`,
  manifest: join(sourcesOf(name), 'AndroidManifest.xml'),
  res: join(sourcesOf(name), 'res'),
}));

/** Compiles their real sources from their npm packages, those in Java and those in Kotlin. */
export async function compilePlugins(jdk, artifacts, { jars, dependencies, say }) {
  const common = { jars, dependencies, say };
  return [
    await compile(jdk, { ...common, name: 'plugins-java', sources: [join(sourcesOf('preferences'), 'java')], flags: ['-nowarn'] }),
    await compileKotlin(jdk, {
      ...common,
      compiler: artifacts.kotlinCompiler,
      name: 'plugins-kotlin',
      sources: ['filesystem', 'local-notifications'].map((name) => join(sourcesOf(name), 'kotlin')),
    }),
  ];
}

const updater = join(root, 'node_modules', '@capgo', 'capacitor-updater', 'android', 'src', 'main', 'java');

/** Compiles the classes of a live-update plugin's engine that the tests need. Its Capacitor plugin is left out, because a closed app never loads it. */
export async function compileUpdater(jdk, artifacts, { jars, dependencies, say }) {
  return compile(jdk, {
    name: 'updater',
    files: [join(updater, 'ee', 'forgr', 'capacitor_updater', 'CapgoUpdater.java')],
    flags: ['-nowarn', '-implicit:class', '-sourcepath', updater],
    // The engine needs the annotations of Kotlin's compiler, which the rig's class path does not have.
    jars: [...jars, ...artifacts.kotlinCompiler.filter((jar) => basename(jar).startsWith('annotations-'))],
    dependencies,
    say,
  });
}
