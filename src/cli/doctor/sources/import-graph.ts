import { dirname, join, normalize, resolve } from 'node:path';
import { differInCase, withoutCase } from '../../project/letter-case.js';
import type { ScriptToken } from '../../project/script-tokens.js';
import type { SourceFile } from './app-sources.js';

export type Reach = 'static' | 'dynamic' | 'none';

/** An import that finds its file only where letter case does not count. */
export interface MisspeltImport {
  readonly from: string;
  readonly specifier: string;
  readonly path: string;
}

export interface Route {
  readonly way: Reach;
  readonly misspelt: readonly MisspeltImport[];
}

const ENDINGS = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.js',
  '.jsx',
  '.mjs',
  '.vue',
  '.svelte',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.jsx',
  '/index.mjs',
];

interface Import {
  readonly specifier: string;
  readonly dynamic: boolean;
}

interface Graph {
  readonly byPath: ReadonlyMap<string, SourceFile>;
  /** Paths by what is left of them without letter case. */
  readonly pathsWithoutCase: ReadonlyMap<string, string>;
  readonly imports: Map<string, readonly Import[]>;
  /** What specifiers stand for that do not depend on who asks. */
  readonly absolute: Map<string, Resolved | undefined>;
  /** What an alias was taken for, by the part of it that files can end like. */
  readonly aliases: Map<string, string | undefined>;
}

/** One graph per list of sources: a large app asks for the same specifiers thousands of times. */
const GRAPHS = new WeakMap<readonly SourceFile[], Graph>();

function graphOf(files: readonly SourceFile[]): Graph {
  const known = GRAPHS.get(files);
  if (known) return known;
  const graph: Graph = {
    byPath: new Map(files.map((file) => [file.path, file])),
    pathsWithoutCase: new Map(files.map(({ path }) => [withoutCase(path), path])),
    imports: new Map(),
    absolute: new Map(),
    aliases: new Map(),
  };
  GRAPHS.set(files, graph);
  return graph;
}

/** How `target` is reached from `entry` through the imports of the app's own files. */
export function reach(files: readonly SourceFile[], root: string, entry: string, target: string): Route {
  const graph = graphOf(files);
  const walk = (dynamicToo: boolean): readonly MisspeltImport[] | undefined => {
    const seen = new Set<string>();
    const open: { readonly path: string; readonly misspelt: readonly MisspeltImport[] }[] = [{ path: entry, misspelt: [] }];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const { path: from, misspelt } = place;
      if (from === target) return misspelt;
      const file = graph.byPath.get(from);
      if (seen.has(from) || !file) continue;
      seen.add(from);
      for (const { specifier, dynamic } of importsOf(graph, file)) {
        if (dynamic && !dynamicToo) continue;
        const found = resolveSpecifier(graph, root, from, specifier);
        if (found === undefined) continue;
        const { path, isExact } = found;
        open.push({ path, misspelt: isExact ? misspelt : [...misspelt, { from, specifier, path }] });
      }
    }
    return undefined;
  };
  const direct = walk(false);
  if (direct) return { way: 'static', misspelt: direct };
  const late = walk(true);
  return late ? { way: 'dynamic', misspelt: late } : { way: 'none', misspelt: [] };
}

/** Whether any file imports `target` at all. */
export function isImported(files: readonly SourceFile[], root: string, target: string): boolean {
  const graph = graphOf(files);
  return files.some((file) =>
    importsOf(graph, file).some(({ specifier }) => resolveSpecifier(graph, root, file.path, specifier)?.path === target),
  );
}

function importsOf({ imports }: Graph, { path, tokens }: SourceFile): readonly Import[] {
  const known = imports.get(path);
  if (known) return known;
  const found = readImports(tokens);
  imports.set(path, found);
  return found;
}

function readImports(tokens: readonly ScriptToken[]): Import[] {
  const imports: Import[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word') continue;
    const next = tokens[at + 1];
    const beforeThat = tokens[at - 1]?.value;
    if (token.value === 'import' && beforeThat !== '.') {
      if (next?.kind === 'string') imports.push({ specifier: next.value, dynamic: false });
      else if (next?.value === '(' && tokens[at + 2]?.kind === 'string')
        imports.push({ specifier: tokens[at + 2]?.value ?? '', dynamic: true });
    }
    // CommonJS, and TypeScript's `import tasks = require('./background-tasks')`.
    const argument = tokens[at + 2];
    if (token.value === 'require' && beforeThat !== '.' && next?.value === '(' && argument?.kind === 'string')
      imports.push({ specifier: argument.value, dynamic: false });
    if (token.value === 'from' && next?.kind === 'string' && !isTypeOnly(tokens, at))
      imports.push({ specifier: next.value, dynamic: false });
  }
  return imports;
}

function isTypeOnly(tokens: readonly ScriptToken[], from: number): boolean {
  for (let at = from - 1; at >= 0 && from - at < 400; at -= 1) {
    const { kind, value } = tokens[at] ?? { kind: 'punctuation', value: '' };
    if (kind === 'word' && (value === 'import' || value === 'export'))
      return tokens[at + 1]?.value === 'type' && tokens[at + 2]?.value !== 'from';
  }
  return false;
}

interface Resolved {
  readonly path: string;
  readonly isExact: boolean;
}

function resolveSpecifier(graph: Graph, root: string, from: string, specifier: string): Resolved | undefined {
  const plain = specifier.replace(/\?.*$/, '');
  if (plain.startsWith('.')) return lookedUp(graph, root, from, plain);
  if (!graph.absolute.has(plain)) graph.absolute.set(plain, lookedUp(graph, root, from, plain));
  return graph.absolute.get(plain);
}

function lookedUp(graph: Graph, root: string, from: string, plain: string): Resolved | undefined {
  const { byPath, pathsWithoutCase } = graph;
  const bases: string[] = [];
  if (plain.startsWith('.')) bases.push(resolve(dirname(from), plain));
  else if (plain.startsWith('/')) bases.push(join(root, plain));
  else {
    // The usual aliases for the source folder, and paths relative to it (baseUrl).
    const alias = /^[@~#]\/(.*)$/.exec(plain)?.[1];
    bases.push(join(root, 'src', alias ?? plain), join(root, alias ?? plain));
  }
  const candidates = bases
    .flatMap((base) => [base, base.replace(/\.(m?)js(x?)$/, '.$1ts$2')])
    .flatMap((variant) => ENDINGS.map((ending) => normalize(variant + ending)));
  const exact = candidates.find((path) => byPath.has(path));
  if (exact !== undefined) return { path: exact, isExact: true };
  for (const candidate of candidates) {
    const path = pathsWithoutCase.get(withoutCase(candidate));
    if (path !== undefined) return { path, isExact: !differInCase(candidate, path) };
  }
  const guess = guessedAlias(graph, plain);
  return guess === undefined ? undefined : { path: guess, isExact: true };
}

/** An alias that only a configuration knows ("@app/tasks"): taken for the file of the app that ends like it. */
function guessedAlias({ byPath, aliases }: Graph, plain: string): string | undefined {
  const rest = plain.startsWith('.') ? undefined : /\/(.+)$/.exec(plain)?.[1];
  if (rest === undefined) return undefined;
  if (!aliases.has(rest))
    aliases.set(
      rest,
      [...byPath.keys()].find((path) => ENDINGS.some((ending) => path.replaceAll('\\', '/').endsWith(`/${rest}${ending}`))),
    );
  return aliases.get(rest);
}
