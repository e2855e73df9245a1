import type { Plugin } from 'vite';
import { findPluginNames } from './plugin-names.js';
import type { BundleKind } from './entries.js';
import { entryPlugin } from './entry-plugin.js';
import { ModuleGraph } from './module-graph.js';
import { withoutDeadCode } from './dead-code.js';
import { withScriptAddress } from './script-address.js';
import { originalPosition, positionAt } from './source-position.js';
import { isNode } from './syntax-tree.js';
import type { SyntaxNode } from './syntax-tree.js';
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
  /** Imports that nothing found: what was asked for, and by which module. */
  readonly unresolved: { readonly source: string; readonly importer: string }[] = [];
}

/** Supplies the entry module, and reads every module as JavaScript, after all other plugins. */
export function recorderPlugins(kind: BundleKind, fileName: string, tasksFile: string, record: BundleRecord): Plugin[] {
  return [
    entryPlugin(kind, tasksFile, record.graph),
    {
      name: 'capgo-background-task:record',
      enforce: 'post',
      resolveId: {
        order: 'post',
        handler(source, importer) {
          if (importer !== undefined && !source.startsWith('\0')) record.unresolved.push({ source, importer });
          return null;
        },
      },
      async transform(code, id) {
        const program = parsed(code, (text) => this.parse(text));
        if (program === null) return null;
        const names = findPluginNames(program);
        if (names.length > 0) record.pluginNames.set(id, names);
        const addressed = withScriptAddress(code, program, fileName);
        const found = findTopLevelAwait(program);
        if (found === null) return addressed;
        const { line, column } = positionAt(code, found.start);
        const original = originalPosition(this.getCombinedSourcemap(), line, column);
        const living = await withoutDeadCode(addressed?.code ?? code, id);
        const rest = living === null ? program : parsed(living.code, (text) => this.parse(text));
        if (rest !== null && findTopLevelAwait(rest) !== null)
          record.awaits.push({ id, line: original?.line ?? null, called: found.called });
        return living ?? addressed;
      },
      moduleParsed({ id, importedIds, dynamicallyImportedIds }) {
        record.graph.add(id, [...importedIds, ...dynamicallyImportedIds]);
      },
    },
  ];
}

const WORTH_PARSING = /\bawait\b|registerPlugin|import\.meta/;

/** Null for what has nothing of interest, and for what is no module: CommonJS in sloppy mode, JSON. The bundler reports what is really broken. */
function parsed(code: string, parse: (code: string) => unknown): SyntaxNode | null {
  if (!WORTH_PARSING.test(code)) return null;
  try {
    const program = parse(code);
    return isNode(program) ? program : null;
  } catch {
    return null;
  }
}
