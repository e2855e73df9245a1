import { relative } from 'node:path';

/** Who imports whom in a bundle; ids are absolute paths, or begin with a NUL where a plugin made the module. */
export class ModuleGraph {
  /** The tasks module as the bundler names it, which on Windows may differ in letter case from every path that is known here. */
  tasksId: string | null = null;
  readonly #importers = new Map<string, Set<string>>();

  add(id: string, imports: readonly string[]): void {
    this.#importersOf(id);
    for (const imported of imports) this.#importersOf(imported).add(id);
  }

  #importersOf(id: string): Set<string> {
    const known = this.#importers.get(id) ?? new Set<string>();
    this.#importers.set(id, known);
    return known;
  }

  /** The files, without what a plugin made out of nothing. */
  files(): string[] {
    return [...this.#importers.keys()].filter((id) => !id.startsWith('\0')).map(withoutQuery);
  }

  /** The id of a file that a source map names, with the query that it was imported with; null when it is in no bundle. */
  idOf(file: string): string | null {
    const ids = [...this.#importers.keys()];
    const exact = ids.find((id) => withoutQuery(id) === file);
    // Two spellings of a drive or a folder have no relative path to each other: what a source map says then only ends like the id.
    return exact ?? ids.find((id) => !id.startsWith('\0') && file.toLowerCase().endsWith(withoutQuery(id).toLowerCase())) ?? null;
  }

  /** The shortest way from a module up to the tasks module, both included. */
  chain(from: string): string[] {
    const ways: string[][] = [[from]];
    const seen = new Set([from]);
    for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
      const last = way.at(-1) ?? from;
      if (last === this.tasksId) return way;
      for (const importer of this.#importers.get(last) ?? []) {
        if (seen.has(importer) || importer.startsWith('\0')) continue;
        seen.add(importer);
        ways.push([...way, importer]);
      }
    }
    return [from];
  }
}

const withoutQuery = (id: string): string => id.replace(/\?.*$/, '');

/** A module's name for people: relative to the app, with forward slashes. */
export function shownPath(root: string, id: string): string {
  if (id.startsWith('\0')) return id.slice(1);
  const path = relative(root, withoutQuery(id)).replaceAll('\\', '/');
  return path === '' ? id : path;
}

/** The lines that tell how a module came into the bundle. */
export function shownChain(root: string, chain: readonly string[], line: number | null): string {
  const [first, ...importers] = chain.map((id) => shownPath(root, id));
  return [`  ${first}${line === null ? '' : `:${line}`}`, ...importers.map((path) => `    imported by ${path}`)].join('\n');
}
