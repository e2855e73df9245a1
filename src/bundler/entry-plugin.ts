import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { PACKAGE_NAME } from '../core/artifacts.js';
import { entryId, entrySource } from './entries.js';
import type { BundleKind } from './entries.js';
import type { ModuleGraph } from './module-graph.js';

/** Supplies the entry module, finds this package whatever the app's aliases say, and leaves the web platform out of the headless page. */
export function entryPlugin(kind: BundleKind, tasksFile: string, graph: ModuleGraph): Plugin {
  const entry = entryId(kind);
  /** Where the modules of this package lie; null before the first import of it. */
  let packageFolder: string | null = null;
  return {
    name: 'capgo-background-task:entry',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (source === entry) return entry;
      if (importer === undefined || (importer !== entry && !isOwn(source))) return null;
      // The entry asks as the tasks module would: in a workspace another copy of the package may be the root's.
      const askers = [importer === entry ? tasksFile : importer, ...(isOwn(source) ? [tasksFile, fileURLToPath(import.meta.url)] : [])];
      for (const asker of askers) {
        const resolved = await this.resolve(source, asker, { skipSelf: true });
        if (resolved === null || resolved.external !== false) continue;
        if (importer === entry && !isOwn(source)) graph.tasksId = resolved.id;
        if (source === PACKAGE_NAME) packageFolder = dirname(resolved.id);
        // An app whose package.json says "sideEffects": false means its components, not its tasks.
        return importer === entry ? { ...resolved, moduleSideEffects: true } : resolved;
      }
      return null;
    },
    load(id) {
      if (id === entry) return { code: entrySource(kind, tasksFile), moduleSideEffects: true };
      if (kind === 'page' && packageFolder !== null && id.startsWith(`${packageFolder}/web/page/index.`)) return NO_WEB_PLATFORM;
      return null;
    },
  };
}

const isOwn = (source: string): boolean => source === PACKAGE_NAME || source.startsWith(`${PACKAGE_NAME}/`);

/** Stands for the web platform: 15 kB that a page on Android and iOS never asks for. */
const NO_WEB_PLATFORM = `export function createWebPlatform() { throw new Error('The headless page runs on Android and iOS only.'); }\n`;
