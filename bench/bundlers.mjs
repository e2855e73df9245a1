// The same small app through three bundlers, as apps are built: minified, ES modules for the page with parts that load late, one script for the worker.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as buildByEsbuild } from 'esbuild';
import { rolldown } from 'rolldown';
import webpack from 'webpack';

const EXTERNAL = '@capacitor/core';
const TARGET = 'es2022';

/**
 * A file that a bundler made.
 *
 * @typedef {{ readonly name: string, readonly code: string, readonly isEntry: boolean, readonly imports: readonly string[] }} Chunk `imports`: those
 * that must be there before its first line runs.
 */

async function byRolldown(entry, { conditions, splitting, external = [] }) {
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    external: [EXTERNAL, ...external],
    resolve: { conditionNames: conditions },
  });
  const { output } = await build.generate({ format: splitting ? 'es' : 'iife', minify: true, codeSplitting: splitting });
  await build.close();
  return output
    .filter((file) => file.type === 'chunk')
    .map(({ fileName, code, isEntry, imports }) => ({ name: fileName, code, isEntry, imports }));
}

async function byEsbuild(entry, { conditions, splitting, folder, external = [] }) {
  const { outputFiles, metafile } = await buildByEsbuild({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    splitting,
    format: splitting ? 'esm' : 'iife',
    platform: 'browser',
    target: TARGET,
    conditions: conditions.filter((name) => name !== 'default'),
    external: [EXTERNAL, ...external],
    outdir: join(folder, 'esbuild'),
    absWorkingDir: folder,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return Object.entries(metafile.outputs).map(([name, { entryPoint, imports }]) => ({
    name,
    code: outputFiles.find((file) => file.path === join(folder, name)).text,
    isEntry: entryPoint !== undefined && join(folder, entryPoint) === entry,
    imports: imports.filter(({ kind, external }) => kind === 'import-statement' && !external).map(({ path }) => path),
  }));
}

async function byWebpack(entry, { conditions, splitting, folder, external = [] }) {
  const path = join(folder, `webpack-${splitting ? 'page' : 'worker'}`);
  const compiler = webpack({
    mode: 'production',
    context: folder,
    entry,
    target: splitting ? ['web', TARGET] : ['webworker', TARGET],
    devtool: false,
    performance: false,
    resolve: { conditionNames: conditions, symlinks: false },
    externalsType: 'module',
    externals: [EXTERNAL, ...external],
    experiments: { outputModule: true },
    output: { path, module: true, chunkFormat: 'module', filename: '[name].js', chunkFilename: '[id].late.js' },
  });
  const stats = await new Promise((resolve, reject) => compiler.run((error, result) => (error ? reject(error) : resolve(result))));
  const { errors, chunks } = stats.toJson({ all: false, errors: true, chunks: true, ids: true });
  await new Promise((resolve) => compiler.close(resolve));
  if (errors.length > 0) throw new Error(`webpack: ${errors.map(({ message }) => message).join('\n')}`);
  return chunks.flatMap(({ files, initial }) =>
    files.map((name) => ({ name, code: readFileSync(join(path, name), 'utf8'), isEntry: initial, imports: [] })),
  );
}

/** By name; each resolves with the chunks of the build. @type {Record<string, (entry: string, options: object) => Promise<Chunk[]>>} */
export const bundlers = { esbuild: byEsbuild, Rolldown: byRolldown, webpack: byWebpack };
