import { realpathSync } from 'node:fs';
import type { Plugin } from 'vite';
import { entryId, entrySource } from './entries.js';
import type { BundleKind } from './entries.js';
import { ModuleGraph } from './module-graph.js';
import { findPluginNames } from './plugin-names.js';
import { originalPosition, positionAt } from './source-position.js';
import { isNode } from './syntax-tree.js';
import { findTopLevelAwait } from './top-level-await.js';

export interface AwaitFinding {
  readonly id: string;
  readonly line: number | null;
  readonly called: string | null;
}

/** What is learned of the modules while a bundle is made. */
export class BundleRecord {
  readonly graph = new ModuleGraph();
  readonly awaits: AwaitFinding[] = [];
  /** Names given to `registerPlugin`, by module. */
  readonly pluginNames = new Map<string, readonly string[]>();
}

/** Supplies the entry module, and reads every module as JavaScript, after all other plugins. */
export function recorderPlugins(kind: BundleKind, tasksFile: string, record: BundleRecord): Plugin[] {
  const entry = entryId(kind);
  return [
    {
      name: 'capgo-background-task:entry',
      enforce: 'pre',
      async resolveId(source, importer) {
        if (source === entry) return entry;
        if (importer !== entry) return null;
        // As the tasks module sees the package: in a workspace it may not be the root's.
        const resolved = await this.resolve(source, tasksFile, { skipSelf: true });
        // An app whose package.json says "sideEffects": false means its components, not its tasks.
        return resolved === null ? null : { ...resolved, moduleSideEffects: true };
      },
      load: (id) => (id === entry ? { code: entrySource(kind, tasksFile), moduleSideEffects: true } : null),
    },
    {
      name: 'capgo-background-task:record',
      enforce: 'post',
      transform(code, id) {
        const awaits = code.includes('await');
        if (!awaits && !code.includes('registerPlugin')) return null;
        let program: unknown;
        try {
          program = this.parse(code);
        } catch {
          // CommonJS in sloppy mode, JSON: no await there, and the bundler itself reports what is really broken.
          return null;
        }
        if (!isNode(program)) return null;
        const names = findPluginNames(program);
        if (names.length > 0) record.pluginNames.set(id, names);
        const found = awaits ? findTopLevelAwait(program) : null;
        if (found !== null) {
          const { line, column } = positionAt(code, found.start);
          const original = originalPosition(this.getCombinedSourcemap(), line, column);
          record.awaits.push({ id, line: original?.line ?? null, called: found.called });
        }
        return null;
      },
      moduleParsed({ id, importedIds, dynamicallyImportedIds }) {
        record.graph.add(id, [...importedIds, ...dynamicallyImportedIds]);
      },
    },
  ];
}

/** The path as the bundler will name it. */
export function bundledPath(file: string): string {
  return realpathSync(file).replaceAll('\\', '/');
}
