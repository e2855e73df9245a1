import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRecord } from '../project/object-literal.js';
import { textOf } from '../project/text-file.js';
import type { AppBuild } from './app-build.js';

/** How the files of a web folder were made, for the hook that makes them anew when a source has changed. */
export interface BuildRecord extends AppBuild {
  /** Every file that went into the scripts. */
  readonly sources: readonly string[];
}

const fileIn = (root: string): string => join(root, 'node_modules/.cache/background-task/build.json');

export function writeBuildRecord(record: BuildRecord): void {
  const file = fileIn(record.root);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(record)}\n`);
}

/** The record of the last build into this web folder; undefined if something else made its files. */
export function readBuildRecord(root: string, outDir: string): BuildRecord | undefined {
  try {
    const value: unknown = JSON.parse(textOf(fileIn(root)) ?? '');
    return isBuildRecord(value) && value.outDir === outDir ? value : undefined;
  } catch {
    return undefined;
  }
}

function isBuildRecord(value: unknown): value is BuildRecord {
  if (!isRecord(value)) return false;
  const { root, tasksFile, outDir, base = '', define, sources } = value;
  const areTexts = (list: readonly unknown[]): boolean => list.every((text) => typeof text === 'string');
  return (
    isRecord(define) &&
    Array.isArray(sources) &&
    areTexts([root, tasksFile, outDir, base]) &&
    areTexts(Object.values(define)) &&
    areTexts(sources)
  );
}
