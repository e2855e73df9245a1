import { realpathSync } from 'node:fs';

/** The path as the bundler will name it, on Windows but for letter case. */
export function bundledPath(file: string): string {
  return realpathSync(file).replaceAll('\\', '/');
}

/**
 * For comparing paths: on Windows bundler, watcher and configuration may spell one file in several ways. Two files that differ in nothing but letter
 * case count as one.
 */
export function spelling(path: string): string {
  return path.replaceAll('\\', '/').toLowerCase();
}
