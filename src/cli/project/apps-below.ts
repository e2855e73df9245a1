import { join, relative } from 'node:path';
import { configFileOf } from './capacitor-config.js';
import { entriesOf } from './files-below.js';

const SKIPPED = new Set(['node_modules', 'ios', 'android', 'dist', 'build', 'www']);
const DEEPEST = 4;
const MAXIMUM_FOLDERS = 2000;

/** The folders below `root`, relative to it, that hold a Capacitor app: at the root of a workspace a person is told where to go. */
export function appsBelow(root: string): string[] {
  const apps: string[] = [];
  let folders = [root];
  let seen = 0;
  for (let depth = 1; depth <= DEEPEST && folders.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of folders) {
      for (const entry of entriesOf(folder)) {
        if (!entry.isDirectory() || entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
        seen += 1;
        if (seen > MAXIMUM_FOLDERS) return apps.sort();
        const path = join(folder, entry.name);
        if (configFileOf(path) === undefined) next.push(path);
        else apps.push(relative(root, path).replaceAll('\\', '/'));
      }
    }
    folders = next;
  }
  return apps.sort();
}
