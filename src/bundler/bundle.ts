import { build } from 'vite';
import type { InlineConfig, Rollup } from 'vite';
import { TasksModuleError } from './build-error.js';
import { entryId, guardPage } from './entries.js';
import type { BundleKind } from './entries.js';
import { explainAwait } from './explain.js';
import { PAGE_SCRIPT_FILE, WORKER_FILE } from './files.js';
import { BundleRecord, recorderPlugins } from './recorder.js';
import type { TaskBuildSettings } from './settings.js';
import type { RawSourceMap } from './source-position.js';

export interface Bundle {
  readonly fileName: string;
  readonly code: string;
  readonly map: RawSourceMap;
  readonly record: BundleRecord;
  /** Names given to `registerPlugin` in modules that are really in the bundle. */
  readonly pluginNames: readonly string[];
}

/** One self-contained classic script, with `import()` inlined. Nothing is written. */
export async function bundle(kind: BundleKind, settings: TaskBuildSettings): Promise<Bundle> {
  const record = new BundleRecord();
  let output: unknown;
  try {
    output = await build(config(kind, settings, record));
  } catch (error: unknown) {
    refuseAwait(record, settings);
    throw error;
  }
  refuseAwait(record, settings);
  const chunk = onlyChunk(output);
  const map = chunk.map as RawSourceMap | null;
  if (map === null) throw new TasksModuleError(`The bundler gave no source map for ${chunk.fileName}.`);
  const included = chunk.moduleIds.flatMap((id) => record.pluginNames.get(id) ?? []);
  const guarded =
    kind === 'page' ? { code: guardPage(chunk.code), map: { ...map, mappings: `;${map.mappings}` } } : { code: chunk.code, map };
  return { fileName: fileNameOf(kind), ...guarded, record, pluginNames: [...new Set(included)].sort() };
}

const fileNameOf = (kind: BundleKind): string => (kind === 'worker' ? WORKER_FILE : PAGE_SCRIPT_FILE);

function config(kind: BundleKind, settings: TaskBuildSettings, record: BundleRecord): InlineConfig {
  const { root, base, mode, cacheDir, envDir, envPrefix, target, minify, outDir } = settings;
  const conditions = settings.resolve.conditions ?? [];
  return {
    configFile: false,
    root,
    base,
    mode,
    cacheDir,
    envDir,
    envPrefix,
    publicDir: false,
    logLevel: 'silent',
    // A library build leaves this to the app that bundles it; nobody bundles these files again.
    define: { 'process.env.NODE_ENV': JSON.stringify(settings.production ? 'production' : 'development'), ...settings.define },
    resolve: { ...settings.resolve, conditions: kind === 'worker' ? ['worker', ...conditions] : [...conditions] },
    plugins: [...recorderPlugins(kind, settings.tasksFile, record), ...settings.plugins()],
    build: {
      write: false,
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      reportCompressedSize: false,
      sourcemap: 'hidden',
      ...(target === undefined ? {} : { target }),
      ...(minify === undefined ? {} : { minify }),
      // Library mode, because only there `import()` stays free of Vite's preloading, which needs a document.
      lib: { entry: entryId(kind), formats: ['iife'], name: 'capgoBackgroundTask', fileName: () => fileNameOf(kind) },
      rollupOptions: { input: entryId(kind) },
    },
  };
}

function refuseAwait(record: BundleRecord, settings: TaskBuildSettings): void {
  const [found] = record.awaits;
  if (found !== undefined) throw new TasksModuleError(explainAwait(found, record.graph, settings));
}

function onlyChunk(output: unknown): Rollup.OutputChunk {
  const [result] = (Array.isArray(output) ? output : [output]) as Rollup.RollupOutput[];
  const chunks: Rollup.OutputChunk[] = [];
  for (const file of result?.output ?? []) if (file.type === 'chunk') chunks.push(file);
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length !== 1)
    throw new TasksModuleError(`The bundler made ${chunks.length} files where one is needed.`);
  return chunk;
}
