import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultClientConditions, loadEnv } from 'vite';
import { hasRolldown } from '../../bundler/bundler-kind.js';
import { bundledPath } from '../../bundler/paths.js';
import type { TaskBuildSettings } from '../../bundler/settings.js';

export interface AppSettingsOptions {
  readonly root: string;
  readonly tasksFile: string;
  readonly outDir: string;
  readonly base: string;
  readonly define: Readonly<Record<string, string>>;
}

/** Prefixes of the variables that frameworks publish in their pages, with what code calls them there. */
const PUBLIC_VARIABLES = ['NEXT_PUBLIC_', 'NUXT_PUBLIC_', 'NG_APP_', 'REACT_APP_', 'VUE_APP_'];

/** Settings for an app that was built without the Vite plugin: what its env files and its tsconfig.json say. */
export function appSettings({ root, tasksFile, outDir, base, define }: AppSettingsOptions): TaskBuildSettings {
  const mode = 'production';
  const variables = Object.entries(loadEnv(mode, root, PUBLIC_VARIABLES));
  const hasTsconfig = existsSync(join(root, 'tsconfig.json'));
  // Vite 8 reads the paths of tsconfig.json by itself.
  const readsPaths = hasTsconfig && hasRolldown();
  return {
    root,
    tasksFile: bundledPath(tasksFile),
    outDir,
    base,
    mode,
    production: true,
    cacheDir: resolve(root, 'node_modules/.cache/background-task'),
    envDir: root,
    envPrefix: ['VITE_', 'PUBLIC_', ...PUBLIC_VARIABLES],
    define: { ...Object.fromEntries(variables.map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)])), ...define },
    resolve: { conditions: [...defaultClientConditions], ...(readsPaths ? { tsconfigPaths: true } : {}) },
    target: undefined,
    minify: undefined,
    sourcemap: false,
    plugins: () => [],
  };
}
