import { join } from 'node:path';
import { compile } from './compile.mjs';
import { compilePlugins, compileUpdater, plugins } from './plugins.mjs';
import { root } from './paths.mjs';

// This file describes what the rig builds, as an app's Gradle would: the app, the libraries and their classes.

export const rig = join(root, 'android', 'jvm');
export const capacitor = join(root, 'node_modules', '@capacitor', 'android', 'capacitor', 'src', 'main');
export const library = join(root, 'android', 'src', 'main');

export const app = {
  name: 'app',
  applicationId: 'app.capgo.backgroundtask.rig',
  manifest: join(rig, 'app', 'AndroidManifest.xml'),
  res: join(rig, 'app', 'res'),
};

/** These are this package and Capacitor. */
export const own = [
  { name: 'library', packageName: 'app.capgo.backgroundtask', manifest: join(library, 'AndroidManifest.xml'), res: join(library, 'res') },
  {
    name: 'capacitor',
    packageName: 'com.getcapacitor.android',
    manifest: join(capacitor, 'AndroidManifest.xml'),
    res: join(capacitor, 'res'),
  },
];

export const libraries = [...own, ...plugins];

/** Compiles all modules. Warnings in this repository's own code are errors. */
export async function compileAll(jdk, artifacts, resources, say) {
  const jars = [...artifacts.jars, artifacts.compileFramework];
  const build = (name, sources, flags, dependencies = []) => compile(jdk, { name, sources, flags, jars, dependencies, say });
  const strict = ['-Xlint:all,-classfile', '-Werror'];
  const ids = await build('ids', [resources.generated], ['-nowarn']);
  const bridge = await build('capacitor', [join(capacitor, 'java')], ['-nowarn', '-XDignore.symbol.file'], [ids]);
  const production = await build('main', [join(library, 'java')], strict, [ids, bridge]);
  const common = { jars, dependencies: [ids, bridge], say };
  const others = [...(await compilePlugins(jdk, artifacts, common)), await compileUpdater(jdk, artifacts, common)];
  const tests = await build('tests', [join(rig, 'src')], strict, [ids, bridge, production, ...others]);
  return { ids, bridge, production, others, tests };
}
