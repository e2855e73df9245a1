import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

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
 * The path of the first of these commands that is there.
 *
 * @param {readonly string[]} names
 * @returns {string | null}
 */
export function findOnPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(canRun) ?? null;
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
