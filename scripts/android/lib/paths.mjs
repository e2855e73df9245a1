import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../setup/paths.mjs';

export { root };
export const cache = join(root, '.cache', 'android');

/** A path below the cache folder; its parent exists afterwards. */
export function cached(...parts) {
  const path = join(cache, ...parts);
  mkdirSync(join(path, '..'), { recursive: true });
  return path;
}

/** Every file below `folder` whose name ends with `ending`, sorted, so that a hash over them is stable. */
export function filesBelow(folder, ending) {
  // By hand: readdir's `recursive` follows links in Node.js 24, and an app that links this package has a way back to itself.
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, ending);
      return entry.isFile() && entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}
