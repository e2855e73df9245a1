import { accessSync, constants } from 'node:fs';
import { join, posix, win32 } from 'node:path';

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
];
const ON_MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
const ON_WINDOWS = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];

/**
 * An installed Chrome, Chromium or Edge: `CHROME_PATH` (and no other if that is set), else the usual places of the system, else the path.
 *
 * @returns {string | null}
 */
export function findChromium() {
  const given = process.env['CHROME_PATH'];
  if (given) return canRun(given) ? given : null;
  return usualPlaces().find(canRun) ?? findOnPath(ON_PATH);
}

/**
 * The path of the first of these commands that is there. On Windows a program's file has one of the endings of PATHEXT.
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

function usualPlaces() {
  if (process.platform === 'darwin') return [...ON_MAC, ...ON_MAC.map((path) => join(process.env['HOME'] ?? '/', path))];
  if (process.platform !== 'win32') return [];
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
  return roots.flatMap((root) => ON_WINDOWS.map((path) => join(root, path)));
}
