import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../setup/paths.mjs';

export { root };
export const cache = join(root, '.cache', 'android');

/** Returns a path below the cache folder, and makes its parent folder. */
export function cached(...parts) {
  const path = join(cache, ...parts);
  mkdirSync(join(path, '..'), { recursive: true });
  return path;
}

/** Returns every file below `folder` whose name ends with `ending`, sorted, so that a hash over them is stable. */
export function filesBelow(folder, ending) {
  // This does not use readdir's `recursive`, which follows links in Node.js 24: an app that links this package has a way back to itself.
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, ending);
      return entry.isFile() && entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}
