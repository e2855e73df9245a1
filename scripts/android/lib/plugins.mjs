import { basename, join } from 'node:path';
import { compile, compileKotlin } from './compile.mjs';
import { root } from './paths.mjs';

const sourcesOf = (name) => join(root, 'node_modules', '@capacitor', name, 'android', 'src', 'main');

/** Capacitor's official plugins that the test app has, each as an Android library: its manifest and resources. */
export const plugins = ['preferences', 'filesystem', 'local-notifications'].map((name) => ({
  name,
  packageName: `com.capacitorjs.plugins.${name.replaceAll('-', '')}`,
  manifest: join(sourcesOf(name), 'AndroidManifest.xml'),
  res: join(sourcesOf(name), 'res'),
}));

/** Their real sources, from their npm packages: those in Java and those in Kotlin. */
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

/** A live-update plugin's own engine, and of its classes those that it needs. Its Capacitor plugin is left out: a closed app never loads it. */
export async function compileUpdater(jdk, artifacts, { jars, dependencies, say }) {
  return compile(jdk, {
    name: 'updater',
    files: [join(updater, 'ee', 'forgr', 'capacitor_updater', 'CapgoUpdater.java')],
    flags: ['-nowarn', '-implicit:class', '-sourcepath', updater],
    // Annotations of Kotlin's compiler, which the rig's class path goes without.
    jars: [...jars, ...artifacts.kotlinCompiler.filter((jar) => basename(jar).startsWith('annotations-'))],
    dependencies,
    say,
  });
}
