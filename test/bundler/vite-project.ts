import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { withApp } from './app-folder.ts';
import type { AppFolder } from './app-folder.ts';

const MODULES = resolve(import.meta.dirname, '../../node_modules');
const run = promisify(execFile);

/** The folders in node_modules that hold each major version of Vite and its plugin-legacy. */
export const VITE_VERSIONS = [
  { major: '6', vite: 'vite6', legacy: 'legacy6' },
  { major: '7', vite: 'vite7', legacy: 'legacy7' },
  { major: '8', vite: 'vite', legacy: '@vitejs/plugin-legacy' },
] as const;

export type ViteVersion = (typeof VITE_VERSIONS)[number];

export interface ViteProject {
  readonly app: AppFolder;
  /** The app's own `vite build`, as a process with `more` in its environment; it rejects when the build fails. */
  build(more?: Readonly<Record<string, string>>): Promise<{ stdout: string; stderr: string }>;
  /** A file of the build. */
  dist(name: string): string;
}

export interface ViteProjectOptions {
  /** Members of the Vite config beside the plugins, as source text. */
  readonly config?: string;
  readonly legacy?: boolean;
  /** The tasks module as the config spells it. */
  readonly tasks?: string;
}

/** An app with one version of Vite and, as published in one file, the plugin, which so finds that Vite beside itself. */
export async function withViteProject<Value>(
  version: ViteVersion,
  files: Readonly<Record<string, string>>,
  { config = '', legacy = false, tasks = 'src/background-tasks.ts' }: ViteProjectOptions,
  use: (project: ViteProject) => Promise<Value>,
): Promise<Value> {
  return withApp(files, async (app) => {
    await installPlugin(app);
    link(version.vite, app.path('node_modules/vite'));
    if (legacy) installLegacy(version, app);
    const legacyImport = legacy ? `import legacy from '@vitejs/plugin-legacy';\n` : '';
    app.write(
      'vite.config.mjs',
      `import { backgroundTask } from '@capgo/capacitor-background-task/vite';\n${legacyImport}export default { ${config} plugins: [backgroundTask({ tasks: '${tasks}' })${legacy ? ', legacy()' : ''}] };\n`,
    );
    return use({
      app,
      build: (more = {}) =>
        run(process.execPath, [app.path('node_modules/vite/bin/vite.js'), 'build'], {
          cwd: app.root,
          env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', ...more },
        }),
      dist: (name) => readFileSync(app.path(`dist/${name}`), 'utf8'),
    });
  });
}

async function installPlugin(app: AppFolder): Promise<void> {
  const bundle = await rolldown({
    input: { 'vite-plugin': resolve(MODULES, '../src/vite/index.ts') },
    platform: 'node',
    external: [/^node:/, 'vite'],
  });
  await bundle.write({ dir: app.path('node_modules/@capgo/capacitor-background-task'), format: 'es', entryFileNames: '[name].mjs' });
  await bundle.close();
}

/** A copy, so that plugin-legacy takes the app's Vite; what else it needs is linked beside it. */
function installLegacy({ legacy }: ViteVersion, app: AppFolder): void {
  const original = realpathSync(resolve(MODULES, legacy));
  const folder = app.path('node_modules/@vitejs/plugin-legacy');
  for (const name of ['package.json', 'dist']) cpSync(resolve(original, name), resolve(folder, name), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  for (const name of [...Object.keys(dependencies), 'terser']) {
    const nested = resolve(original, 'node_modules', name);
    link(existsSync(nested) ? nested : name, resolve(folder, 'node_modules', name));
  }
}

function link(name: string, place: string): void {
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(realpathSync(resolve(MODULES, name)), place, 'junction');
}
