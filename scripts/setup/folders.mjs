import { rmSync } from 'node:fs';

/**
 * Removes a folder with all that it holds. On Windows a virus scanner or an indexer may hold a file of it for a moment.
 *
 * @param {string} path
 */
export function removeFolder(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
