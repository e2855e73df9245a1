import { basename, dirname, join } from 'node:path';
import { entriesOf, statsOf } from './files-below.js';

/**
 * The path as its names are written on the disk, each looked up exactly, then without letter case, as Windows and macOS do; undefined if nothing
 * is there. Doctor so finds the same on every system.
 */
export function pathOnDisk(root: string, path: string): string | undefined {
  if (path === root || dirname(path) === path) return path;
  const folder = pathOnDisk(root, dirname(path));
  if (folder === undefined) return undefined;
  const name = basename(path);
  const names = entriesOf(folder).map((entry) => entry.name);
  // A folder that may be entered and not listed.
  if (names.length === 0) return statsOf(join(folder, name)) === undefined ? undefined : join(folder, name);
  const found = names.find((other) => other === name) ?? names.find((other) => withoutCase(other) === withoutCase(name));
  return found === undefined ? undefined : join(folder, found);
}

/** Equal for two names that a file system without letter case takes for one; it does not tell two encodings of an umlaut apart either. */
export function withoutCase(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Whether two paths are one only where letter case does not count. */
export function differInCase(written: string, path: string): boolean {
  return written.normalize('NFC') !== path.normalize('NFC');
}
