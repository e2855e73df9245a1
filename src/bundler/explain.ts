import { resolve } from 'node:path';
import { shownChain, shownPath } from './module-graph.js';
import type { ModuleGraph } from './module-graph.js';
import type { AwaitFinding, BundleRecord } from './recorder.js';
import type { TaskBuildSettings } from './settings.js';
import { originalPosition } from './source-position.js';
import type { RawSourceMap } from './source-position.js';

export function explainAwait(found: AwaitFinding, graph: ModuleGraph, { root, tasksFile }: TaskBuildSettings): string {
  const chain = shownChain(root, graph.chain(found.id), found.line);
  const what = found.called === null ? 'an await' : `await ${found.called}(…)`;
  const remedy =
    found.called === 'registerTaskAsync'
      ? "Registering is the app's business: call registerTaskAsync in the entry of your app, once it has enough context, and leave only defineTask in the tasks module."
      : 'Move it into the callback of a task, or into a function that only the page calls.';
  return `${shownPath(root, tasksFile)} cannot become a service worker: ${what} at the top level of a module.\n\n${chain}\n\n${remedy}`;
}

/** Why the bundler made nothing. The app's own plugins do not take part, so what only they can find or read ends here. */
export function explainFailure(message: string, { graph, unresolved }: BundleRecord, { root, tasksFile }: TaskBuildSettings): string {
  const head = `${shownPath(root, tasksFile)} cannot be bundled:`;
  const tsconfig = /^\s*Tsconfig not found (.+)$/m.exec(message)?.[1];
  if (tsconfig !== undefined) {
    return `${head} ${shownPath(root, tsconfig)} is not there, and a tsconfig.json of the project names it (\`extends\` or \`references\`). Add the file, or take its name out.`;
  }
  const missing = unresolved.find(({ source }) => message.includes(source));
  // Rolldown adds its own stack, which has no names in it.
  if (missing === undefined) return `${head} ${message.replace(/\n+Stack backtrace:[^]*/, '')}\n\n${PLUGINS_REMEDY}`;
  const chain = shownChain(root, graph.chain(missing.importer), null);
  return `${head} nothing was found for the import "${missing.source}".\n\n${chain}\n\n${PLUGINS_REMEDY}`;
}

const PLUGINS_REMEDY =
  'Aliases and settings of your Vite config are used here, your other Vite plugins are not. If one of them finds or compiles this file, give it here as well: backgroundTask({ tasks, plugins: () => […] }).';

/** What evaluating the worker threw. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  /** Frames inside the worker's file, innermost first; counted from 1. */
  readonly frames: readonly { readonly line: number; readonly column: number }[];
}

export function explainThrown(
  thrown: Thrown,
  map: RawSourceMap | null,
  graph: ModuleGraph,
  { root, tasksFile, outDir }: TaskBuildSettings,
): string {
  const text = `${thrown.name}: ${thrown.message}`;
  const head = `${shownPath(root, tasksFile)} cannot be evaluated in a service worker: ${text}`;
  const places = map === null ? [] : thrown.frames.map(({ line, column }) => originalPosition(map, line, column));
  const origin = places.find((place) => place?.source != null) ?? null;
  if (origin?.source == null) return `${head}\n\n${REMEDY}`;
  const file = resolve(outDir, origin.source).replaceAll('\\', '/');
  const id = graph.idOf(file);
  const chain = id === null ? [file] : graph.chain(id);
  return `${head}\n\n${shownChain(root, chain, origin.line)}\n\n${REMEDY}`;
}

/** For a module whose evaluation does not end. */
export function explainEndless(limitMs: number, { root, tasksFile }: TaskBuildSettings): string {
  return `${shownPath(root, tasksFile)} was still busy after ${limitMs / 1000} s when it was evaluated as a service worker would: a loop or a chain of promises at the top level of a module never ends. Move it into the callback of a task.`;
}

const REMEDY =
  'While the app is closed there is no window and no document. Move what needs them into a function that only the page calls, or into a module that only the page imports.';
