import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { findPluginNames } from './plugin-names.js';
import type { BundleKind } from './entries.js';
import { entryPlugin } from './entry-plugin.js';
import { ModuleGraph } from './module-graph.js';
import { hasRolldown } from './bundler-kind.js';
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

  /** Where the files would be that relative imports have not found. */
  awaited(): string[] {
    const endings = ['', '.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '.json', '/index.ts', '/index.js'];
    return this.unresolved
      .filter(({ source }) => source.startsWith('.'))
      .flatMap(({ source, importer }) => endings.map((ending) => resolve(dirname(importer), source + ending)));
  }
}

export interface Recording {
  readonly kind: BundleKind;
  readonly fileName: string;
  readonly tasksFile: string;
  /** Whether the places of top-level awaits are wanted, for an explanation. */
  readonly explains: boolean;
}

/** Supplies the entry module, and reads modules as JavaScript, after all other plugins. */
export function recorderPlugins({ kind, fileName, tasksFile, explains }: Recording, record: BundleRecord): Plugin[] {
  const code = worthParsing(kind, explains);
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
      transform: {
        filter: { code },
        async handler(text, id) {
          // Older versions of Vite have no filters.
          const program = code.test(text) ? parsed(text, (module) => this.parse(module)) : null;
          if (program === null) return null;
          const names = findPluginNames(program);
          if (names.length > 0) record.pluginNames.set(id, names);
          const addressed = withScriptAddress(text, program, fileName);
          const found = findTopLevelAwait(program);
          if (found === null) return addressed;
          const { line, column } = positionAt(text, found.start);
          const original = originalPosition(this.getCombinedSourcemap(), line, column);
          const living = await withoutDeadCode(addressed?.code ?? text, id);
          const rest = living === null ? program : parsed(living.code, (module) => this.parse(module));
          if (rest !== null && findTopLevelAwait(rest) !== null)
            record.awaits.push({ id, line: original?.line ?? null, called: found.called });
          return living ?? addressed;
        },
      },
      moduleParsed({ id, importedIds, dynamicallyImportedIds }) {
        record.graph.add(id, [...importedIds, ...dynamicallyImportedIds]);
      },
    },
  ];
}

/** Parsing a module here takes longer than bundling it, so only those are parsed that have something of interest. */
function worthParsing(kind: BundleKind, explains: boolean): RegExp {
  const words = ['import\\.meta'];
  // Android and iOS load plugins for the page alone.
  if (kind === 'page') words.push('registerPlugin');
  // Rollup refuses even an await that nothing reaches; Rolldown takes that out by itself.
  if (explains || !hasRolldown()) words.push('\\bawait\\b');
  return new RegExp(words.join('|'));
}

/** Null for what is no module: CommonJS in sloppy mode, JSON. The bundler reports what is really broken. */
function parsed(code: string, parse: (code: string) => unknown): SyntaxNode | null {
  try {
    const program = parse(code);
    return isNode(program) ? program : null;
  } catch {
    return null;
  }
}
