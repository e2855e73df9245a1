import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Alias, ResolvedConfig } from 'vite';
import { bundledPath } from '../bundler/recorder.js';
import type { TaskBuildSettings } from '../bundler/settings.js';
import type { BackgroundTaskPluginOptions } from './options.js';

/** Takes over from the app's config what a tasks module can depend on. */
export function readSettings(config: ResolvedConfig, options: BackgroundTaskPluginOptions): TaskBuildSettings {
  const given = resolve(config.root, options.tasks);
  if (!existsSync(given)) throw new Error(`backgroundTask: there is no tasks module at ${given}; \`tasks\` is relative to ${config.root}.`);
  const serving = config.command === 'serve';
  const { conditions, mainFields, extensions, dedupe, preserveSymlinks } = config.resolve;
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
    define: config.define ?? {},
    resolve: {
      alias: config.resolve.alias.filter((alias) => !isVitesOwn(alias)),
      conditions,
      mainFields,
      extensions,
      preserveSymlinks,
      ...(dedupe === undefined ? {} : { dedupe }),
      ...(tsconfigPaths === undefined ? {} : { tsconfigPaths }),
    },
    target: config.build.target,
    minify: serving ? false : config.build.minify,
    sourcemap: serving ? 'inline' : config.build.sourcemap,
    plugins: options.plugins ?? (() => []),
  };
}

/** Vite adds these to every config: its client and its env module. */
function isVitesOwn({ find }: Alias): boolean {
  return find instanceof RegExp && find.source.includes('@vite');
}
