import { readdirSync, statSync, type Dirent, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder, none where there is no folder that can be read. Links are not followed: a project may link to a folder above itself. */
export function filesBelow(folder: string, skipped: readonly string[] = []): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.includes(entry.name) ? [] : filesBelow(path, skipped);
    return entry.isFile() ? [path] : [];
  });
}

/** Nothing for a folder that may not be read: doctor goes on with the others. */
export function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Undefined for what is not there, may not be looked at, or is a link to itself. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
