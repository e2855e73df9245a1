import { accessSync, constants } from 'node:fs';
import { join, posix, win32 } from 'node:path';

/**
 * Returns the path of the first of these commands that exists, or null. On Windows a program's file has one of the endings of PATHEXT.
 *
 * @param {readonly string[]} names
 * @param {{ platform?: string, environment?: Record<string, string | undefined> }} [machine]
 * @returns {string | null}
 */
export function findOnPath(names, { platform = process.platform, environment = process.env } = {}) {
  const isWindows = platform === 'win32';
  const separator = isWindows ? win32.delimiter : posix.delimiter;
  const endings = isWindows ? (environment['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';').map((ending) => ending.toLowerCase()) : [''];
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(separator).filter((folder) => folder !== '');
  const files = names.flatMap((name) => endings.map((ending) => `${name}${name.toLowerCase().endsWith(ending) ? '' : ending}`));
  return files.flatMap((file) => folders.map((folder) => join(folder, file))).find(canRun) ?? null;
}

/** @param {string | null | undefined} path */
export function canRun(path) {
  if (!path) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
