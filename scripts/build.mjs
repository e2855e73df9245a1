// Makes dist/: modules and types by tsc, the single files by Rolldown. A new dist replaces the old one in one step, once all of it is there.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './setup/dependencies.mjs';
import { runCommand } from './setup/children.mjs';
import { removeFolder } from './setup/folders.mjs';
import { inRoot } from './setup/paths.mjs';

const FILES = [
  'esm/index.js',
  'esm/index.d.ts',
  'esm/index.worker.js',
  'esm/web/worker/index.js',
  'esm/web/worker/index.d.ts',
  'esm/vite/index.js',
  'esm/vite/index.d.ts',
  'esm/testing/index.js',
  'esm/testing/index.d.ts',
  'esm/inspector/index.js',
  'esm/inspector/index.d.ts',
  'cjs/index.d.ts',
  'cjs/reference-types.d.ts',
  'cjs/testing/index.d.ts',
  'plugin.js',
  'plugin.worker.js',
  'plugin.cjs.js',
  'testing.cjs.js',
  'forecast-page.js',
  'cli/index.js',
];

/** Importing the inspector defines its element, so bundlers must keep that import; they may drop every other unused one. */
const MODULES = { sideEffects: ['./inspector/index.js'] };

ensureDependencies((text) => console.log(text));
const folder = inRoot('.cache', `build-${process.pid}`);

/** Rolldown's list of files only fills the log, but its warnings matter. */
const onLine = (line) => line.trim() === '' || /^(<DIR>|✔)/.test(line) || console.log(line);

async function step(command) {
  const code = await runCommand(command, { env: { BUILD_FOLDER: folder }, onLine });
  if (code !== 0) throw new Error(`${command.join(' ')} failed (${code})`);
}

/** The package itself has no "type", because Jest and older bundlers expect its CommonJS files so; the folders of ES modules say "module". */
function markAsModules(name, manifest) {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'package.json'), `${JSON.stringify({ type: 'module', ...manifest })}\n`);
}

/** Copies the declarations to where TypeScript takes them for CommonJS: those of the entry, and all that those of the tests' entry may name. */
function copyCommonJsTypes() {
  mkdirSync(join(folder, 'cjs'));
  for (const name of ['index', 'definitions', 'reference-types', 'errors'])
    copyFileSync(join(folder, 'esm', `${name}.d.ts`), join(folder, 'cjs', `${name}.d.ts`));
  for (const name of ['core', 'runner', 'testing'])
    cpSync(join(folder, 'esm', name), join(folder, 'cjs', name), {
      recursive: true,
      filter: (path) => !/\.(js|map)$/.test(path),
    });
}

/** Drops the maps of the tests' entry: its modules are readable without them, and they would be a sixteenth of the package. */
function dropMapsOfTests() {
  const tests = join(folder, 'esm/testing');
  for (const name of readdirSync(tests, { recursive: true, encoding: 'utf8' })) {
    const file = join(tests, name);
    if (name.endsWith('.map')) rmSync(file);
    else if (name.endsWith('.js')) writeFileSync(file, readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
  }
}

try {
  await step(['node', inRoot('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', join(folder, 'esm')]);
  await step(['node', inRoot('node_modules/rolldown/bin/cli.mjs'), '-c', 'rolldown.config.mjs', '--log-level', 'warn']);
  dropMapsOfTests();
  markAsModules('esm', MODULES);
  markAsModules('cli', { sideEffects: false });
  copyCommonJsTypes();
  const missing = FILES.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) throw new Error(`the build did not make ${missing.join(', ')}`);
  removeFolder(inRoot('dist'));
  renameSync(folder, inRoot('dist'));
  console.log(`${FILES.length} passed, 0 failed`);
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  removeFolder(folder);
}
