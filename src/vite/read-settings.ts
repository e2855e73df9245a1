import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Alias, ResolvedConfig } from 'vite';
import { bundledPath } from '../bundler/paths.js';
import { PACKAGE_NAME } from '../core/artifacts.js';
import type { TaskBuildSettings } from '../bundler/settings.js';
import type { BackgroundTaskPluginOptions } from './options.js';

/** Takes over from the app's config what a tasks module can depend on. */
export function readSettings(config: ResolvedConfig, options: BackgroundTaskPluginOptions): TaskBuildSettings {
  const given = resolve(config.root, options.tasks);
  if (!existsSync(given)) throw new Error(`backgroundTask: there is no tasks module at ${given}; \`tasks\` is relative to ${config.root}.`);
  const serving = config.command === 'serve';
  const { conditions, mainFields, extensions, dedupe, preserveSymlinks } = config.resolve;
  const lowered = config.plugins.some(({ name }) => name === 'vite:legacy-config');
  const { tsconfigPaths } = config.resolve as { tsconfigPaths?: boolean };
  return {
    root: config.root,
    tasksFile: bundledPath(given),
    outDir: resolve(config.root, config.build.outDir),
    base: config.base,
    mode: config.mode,
    production: config.isProduction,
    cacheDir: config.cacheDir,
    envDir: config.envDir,
    envPrefix: config.envPrefix ?? 'VITE_',
    define: { ...(lowered ? { globalThis: 'self' } : {}), ...definitionsOf(config) },
    resolve: {
      alias: config.resolve.alias.filter((alias) => !isVitesOwn(alias) && !isForThisPackage(alias)),
      conditions,
      mainFields,
      extensions,
      preserveSymlinks,
      ...(dedupe === undefined ? {} : { dedupe }),
      ...(tsconfigPaths === undefined ? {} : { tsconfigPaths }),
    },
    target: lowered ? OLDEST_WEB_VIEWS : config.build.target,
    minify: serving ? false : config.build.minify,
    sourcemap: serving ? 'inline' : config.build.sourcemap,
    plugins: options.plugins ?? (() => []),
  };
}

/** Vite adds these to every config: its client and its env module. */
function isVitesOwn({ find }: Alias): boolean {
  return find instanceof RegExp && find.source.includes('@vite');
}

/** An alias to the package's folder goes around its exports map, and so around the condition `worker`. */
function isForThisPackage({ find }: Alias): boolean {
  return find instanceof RegExp ? find.test(PACKAGE_NAME) : find === PACKAGE_NAME;
}

/**
 * @vitejs/plugin-legacy lowers the pages in a pass of its own, for browsers that no `target` tells. Worker and headless page are lowered for the
 * oldest web views in which Capacitor runs.
 */
const OLDEST_WEB_VIEWS = ['chrome60', 'safari11'];

/**
 * Returns the app's `define`, without marks such as `__VITE_IS_LEGACY__`, which another plugin replaces in the app's own files only. What these
 * files are made of is modern, so the mark of plugin-legacy means false here; of any other mark nothing is known.
 */
function definitionsOf({ define = {} }: ResolvedConfig): Record<string, unknown> {
  const isMark = (value: unknown): boolean => typeof value === 'string' && /^__\w+__$/.test(value);
  return Object.fromEntries(
    Object.entries(define).map(([name, value]) => [name, isMark(value) ? (name.endsWith('.LEGACY') ? 'false' : 'undefined') : value]),
  );
}
