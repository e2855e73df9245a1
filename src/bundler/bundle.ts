import { build } from 'vite';
import type { InlineConfig, Rollup } from 'vite';
import { HEADLESS_SCRIPT_FILE, WORKER_FILE } from '../core/artifacts.js';
import { TasksModuleError } from './build-error.js';
import { entryId, guardedMap, guardPage } from './entries.js';
import type { BundleKind } from './entries.js';
import { explainAwait, explainFailure } from './explain.js';
import { BundleRecord, recorderPlugins } from './recorder.js';
import type { TaskBuildSettings } from './settings.js';
import type { RawSourceMap } from './source-position.js';

export interface Bundle {
  readonly fileName: string;
  readonly code: string;
  /** Null where neither the app nor an explanation wants it. */
  readonly map: RawSourceMap | null;
  readonly record: BundleRecord;
  /** Names given to `registerPlugin` in modules that are really in the bundle. */
  readonly pluginNames: readonly string[];
  /** Files that the script asks for, by name: the script of a `new Worker(…)`, for example. */
  readonly assets: ReadonlyMap<string, string | Uint8Array>;
}

/**
 * Makes one self-contained classic script, with `import()` inlined, and writes nothing. What only explains a failure takes time: `explains` is for
 * what has failed.
 */
export async function bundle(kind: BundleKind, settings: TaskBuildSettings, explains = false): Promise<Bundle> {
  const record = new BundleRecord();
  let output: unknown;
  try {
    output = await build(config({ kind, settings, explains }, record));
  } catch (error: unknown) {
    if (!explains && isAboutAwait(error)) return bundle(kind, settings, true);
    throw explained(error, record, settings);
  }
  const { chunk, assets } = partsOf(output);
  const map = chunk.map as RawSourceMap | null;
  const included = chunk.moduleIds.flatMap((id) => record.pluginNames.get(id) ?? []);
  const guarded = kind === 'page' ? { code: guardPage(chunk.code), map: map && guardedMap(map) } : { code: chunk.code, map };
  return { fileName: fileNameOf(kind), ...guarded, record, pluginNames: [...new Set(included)].sort(), assets };
}

const fileNameOf = (kind: BundleKind): string => (kind === 'worker' ? WORKER_FILE : HEADLESS_SCRIPT_FILE);

interface BundleTask {
  readonly kind: BundleKind;
  readonly settings: TaskBuildSettings;
  readonly explains: boolean;
}

function config({ kind, settings, explains }: BundleTask, record: BundleRecord): InlineConfig {
  const fileName = fileNameOf(kind);
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
    plugins: [...recorderPlugins({ kind, fileName, tasksFile: settings.tasksFile, explains }, record), ...settings.plugins()],
    build: {
      write: false,
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      reportCompressedSize: false,
      sourcemap: explains || settings.sourcemap !== false ? 'hidden' : false,
      ...(target === undefined ? {} : { target }),
      ...(minify === undefined ? {} : { minify }),
      // Library mode, because only there `import()` stays free of Vite's preloading, which needs a document.
      lib: { entry: entryId(kind), formats: ['iife'], name: 'capgoBackgroundTask', fileName: () => fileName },
      rollupOptions: { input: entryId(kind) },
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isAboutAwait = (error: unknown): boolean => /top-level await/i.test(messageOf(error));

/** Only the bundler knows which `await` is left once dead code is gone, so its own word for the failure decides. */
function explained(error: unknown, record: BundleRecord, settings: TaskBuildSettings): TasksModuleError {
  const message = messageOf(error);
  const named = record.awaits.find(({ id }) => message.includes(id.slice(settings.root.length + 1)));
  const found = named ?? record.awaits[0];
  if (found !== undefined && isAboutAwait(error))
    return new TasksModuleError(explainAwait(found, record.graph, settings), { cause: error }, record.graph.files());
  return new TasksModuleError(explainFailure(message, record, settings), { cause: error }, [...record.graph.files(), ...record.awaited()]);
}

interface Parts {
  readonly chunk: Rollup.OutputChunk;
  readonly assets: Map<string, string | Uint8Array>;
}

function partsOf(output: unknown): Parts {
  const [result] = (Array.isArray(output) ? output : [output]) as Rollup.RollupOutput[];
  const chunks: Rollup.OutputChunk[] = [];
  const assets = new Map<string, string | Uint8Array>();
  for (const file of result?.output ?? []) {
    if (file.type === 'chunk') chunks.push(file);
    // Styles belong to the app's pages. Maps of assets would name sources that this build does not write.
    else if (!/\.(css|map)$/.test(file.fileName)) assets.set(file.fileName, file.source);
  }
  const [chunk] = chunks;
  if (chunk === undefined || chunks.length !== 1)
    throw new TasksModuleError(`The bundler made ${chunks.length} files where one is needed.`);
  return { chunk, assets };
}
