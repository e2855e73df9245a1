import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRecord } from './object-literal.js';
import { textOf } from './text-file.js';

/** What builds an app's pages, and the lines that make its worker and headless page. */
export interface Framework {
  /** As its users call it; undefined for an app without a bundler, or with one that is not known. */
  readonly name: string | undefined;
  /** `plugin`: the Vite plugin. `command`: `capacitor-background-task build` after the app's own build. `hand`: files that a person writes. */
  readonly way: 'plugin' | 'command' | 'hand';
  /** Where the lines go; undefined where nothing is known. */
  readonly file: string | undefined;
  readonly lines: readonly string[];
}

interface Known {
  readonly name: string;
  readonly package: string;
  /** Its own build, for those that need the command afterwards. */
  readonly build?: string;
  /** The configuration of those that take the Vite plugin. */
  readonly config?: string;
}

/** The more special ones first: many of them bring Vite or webpack along. */
const KNOWN: readonly Known[] = [
  { name: 'Angular', package: '@angular/core', build: 'ng build' },
  { name: 'Next', package: 'next', build: 'next build' },
  { name: 'Nuxt', package: 'nuxt', build: 'nuxt generate' },
  { name: 'Quasar', package: '@quasar/app-vite', config: 'quasar.config' },
  { name: 'SvelteKit', package: '@sveltejs/kit', config: 'vite.config' },
  { name: 'Create React App', package: 'react-scripts', build: 'react-scripts build' },
  { name: 'Vue CLI', package: '@vue/cli-service', build: 'vue-cli-service build' },
  { name: 'Vite', package: 'vite', config: 'vite.config' },
  { name: 'webpack', package: 'webpack', build: 'webpack' },
];

const VITE_LINES = [
  "import { backgroundTask } from '@capgo/capacitor-background-task/vite';",
  '',
  "plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })],",
];
const QUASAR_LINES = [
  "import { backgroundTask } from '@capgo/capacitor-background-task/vite';",
  '',
  "build: { vitePlugins: [[backgroundTask, { tasks: 'src/background-tasks.ts' }]] },",
];
export const BUILD_COMMAND = 'capacitor-background-task build';

/** Looks at the app's dependencies and at which configuration files there are. */
export function frameworkOf(root: string): Framework {
  // Quasar keeps Capacitor in a folder of its own inside the app's.
  const folders = basename(root) === 'src-capacitor' ? [dirname(root), root] : [root];
  const manifests = folders.flatMap((folder): Manifest[] => manifestIn(folder));
  const dependencies = new Set(
    manifests.flatMap((manifest) => [...keysOf(manifest['dependencies']), ...keysOf(manifest['devDependencies'])]),
  );
  const hasViteConfig = folders.some((folder) =>
    ['ts', 'mts', 'js', 'mjs', 'cjs'].some((ending) => existsSync(join(folder, `vite.config.${ending}`))),
  );
  const known = KNOWN.find(
    ({ package: name, config }) => dependencies.has(name) || (config === 'vite.config' && name === 'vite' && hasViteConfig),
  );
  const script = manifests
    .map(({ scripts }) => (isRecord(scripts) ? scripts['build'] : undefined))
    .find((build) => typeof build === 'string');
  if (script?.includes(BUILD_COMMAND) === true)
    return byCommand(known?.name, script.replace(new RegExp(`\\s*&&\\s*(npx )?${BUILD_COMMAND}`), ''));
  if (known === undefined)
    return script === undefined ? { name: undefined, way: 'hand', file: undefined, lines: [] } : byCommand(undefined, script);
  if (known.config === undefined) return byCommand(known.name, script ?? known.build ?? '');
  // A `vite` among the dependencies may be no more than the engine of the command.
  if (known.name === 'Vite' && !hasViteConfig && script !== undefined && !/\bvite build\b/.test(script))
    return byCommand(undefined, script);
  return { name: known.name, way: 'plugin', file: known.config, lines: known.name === 'Quasar' ? QUASAR_LINES : VITE_LINES };
}

function byCommand(name: string | undefined, build: string): Framework {
  return { name, way: 'command', file: 'package.json', lines: [`"build": "${build.replaceAll('"', '\\"')} && ${BUILD_COMMAND}"`] };
}

const keysOf = (value: unknown): string[] => (isRecord(value) ? Object.keys(value) : []);

type Manifest = Readonly<Record<string, unknown>>;

/** Empty when there is no package.json that can be read. */
function manifestIn(folder: string): Manifest[] {
  try {
    const value: unknown = JSON.parse((textOf(join(folder, 'package.json')) ?? '').replace(/^\uFEFF/, ''));
    return isRecord(value) ? [value] : [];
  } catch {
    return [];
  }
}
