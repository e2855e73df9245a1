import { rmSync } from 'node:fs';

/**
 * Removes a folder with all that it holds. It tries again, because on Windows a virus scanner or an indexer may hold a file for a moment.
 *
 * @param {string} path
 */
export function removeFolder(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
