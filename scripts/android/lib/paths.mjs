import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');
export const cache = join(root, '.cache', 'android');

/** A path below the cache folder; its parent exists afterwards. */
export function cached(...parts) {
  const path = join(cache, ...parts);
  mkdirSync(join(path, '..'), { recursive: true });
  return path;
}

/** Every file below `folder` whose name ends with `ending`, sorted, so that a hash over them is stable. */
export function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
