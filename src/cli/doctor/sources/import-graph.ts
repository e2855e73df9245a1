import { dirname, join, normalize, resolve } from 'node:path';
import type { ScriptToken } from '../../project/script-tokens.js';
import type { SourceFile } from './app-sources.js';

export type Reach = 'static' | 'dynamic' | 'none';

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
  readonly imports: Map<string, readonly Import[]>;
  /** What an alias was taken for, by the part of it that files can end like. */
  readonly aliases: Map<string, string | undefined>;
}

/** One graph per list of sources: a large app asks for the same specifiers thousands of times. */
const GRAPHS = new WeakMap<readonly SourceFile[], Graph>();

function graphOf(files: readonly SourceFile[]): Graph {
  const known = GRAPHS.get(files);
  if (known) return known;
  const graph: Graph = { byPath: new Map(files.map((file) => [file.path, file])), imports: new Map(), aliases: new Map() };
  GRAPHS.set(files, graph);
  return graph;
}

/** How `target` is reached from `entry` through the imports of the app's own files. */
export function reach(files: readonly SourceFile[], root: string, entry: string, target: string): Reach {
  const graph = graphOf(files);
  const walk = (dynamicToo: boolean): boolean => {
    const seen = new Set<string>();
    const open = [entry];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (path === target) return true;
      const file = graph.byPath.get(path);
      if (seen.has(path) || !file) continue;
      seen.add(path);
      for (const { specifier, dynamic } of importsOf(graph, file)) {
        if (dynamic && !dynamicToo) continue;
        const found = resolveSpecifier(graph, root, path, specifier);
        if (found !== undefined) open.push(found);
      }
    }
    return false;
  };
  if (walk(false)) return 'static';
  return walk(true) ? 'dynamic' : 'none';
}

/** Whether any file imports `target` at all. */
export function isImported(files: readonly SourceFile[], root: string, target: string): boolean {
  const graph = graphOf(files);
  return files.some((file) =>
    importsOf(graph, file).some(({ specifier }) => resolveSpecifier(graph, root, file.path, specifier) === target),
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

function resolveSpecifier({ byPath, aliases }: Graph, root: string, from: string, specifier: string): string | undefined {
  const plain = specifier.replace(/\?.*$/, '');
  const bases: string[] = [];
  if (plain.startsWith('.')) bases.push(resolve(dirname(from), plain));
  else if (plain.startsWith('/')) bases.push(join(root, plain));
  else {
    // The usual aliases for the source folder, and paths relative to it (baseUrl).
    const alias = /^[@~#]\/(.*)$/.exec(plain)?.[1];
    bases.push(join(root, 'src', alias ?? plain), join(root, alias ?? plain));
  }
  for (const base of bases) {
    const variants = [base, base.replace(/\.(m?)js(x?)$/, '.$1ts$2')];
    for (const variant of variants) {
      const found = ENDINGS.map((ending) => normalize(variant + ending)).find((path) => byPath.has(path));
      if (found !== undefined) return found;
    }
  }
  // An alias that only a configuration knows ("@app/tasks"): taken for the file of the app that ends like it.
  const rest = plain.startsWith('.') ? undefined : /\/(.+)$/.exec(plain)?.[1];
  if (rest === undefined) return undefined;
  if (!aliases.has(rest))
    aliases.set(
      rest,
      [...byPath.keys()].find((path) => ENDINGS.some((ending) => path.replaceAll('\\', '/').endsWith(`/${rest}${ending}`))),
    );
  return aliases.get(rest);
}
