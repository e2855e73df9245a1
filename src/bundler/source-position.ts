import { SourceMap } from 'node:module';

export interface SourcePosition {
  /** As the map names it; null: the map names none. */
  readonly source: string | null;
  /** Counted from 1. */
  readonly line: number;
}

export interface RawSourceMap {
  readonly version: number;
  readonly sources: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
  readonly file?: string | undefined;
  readonly sourceRoot?: string | undefined;
}

/** Where a place of generated code (both counted from 1) comes from; null when the map does not know. */
export function originalPosition(map: RawSourceMap, line: number, column: number): SourcePosition | null {
  if (map.mappings === '') return null;
  const payload = {
    file: '',
    sourceRoot: '',
    sourcesContent: [],
    ...map,
    sources: map.sources.map((source) => source ?? ''),
    names: [...map.names],
  };
  const entry = new SourceMap(payload as ConstructorParameters<typeof SourceMap>[0]).findEntry(line - 1, column - 1);
  if (!('originalLine' in entry)) return null;
  return { source: entry.originalSource === '' ? null : entry.originalSource, line: entry.originalLine + 1 };
}

/** Line and column, counted from 1, of an offset. */
export function positionAt(code: string, offset: number): { line: number; column: number } {
  const before = code.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
