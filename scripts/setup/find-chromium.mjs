import { join } from 'node:path';
import { canRun, findOnPath } from './find-on-path.mjs';
import { UNPACKED_CHROMIUM } from './unpacked-browser.mjs';

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
 * Returns the path of a Chrome, Chromium or Edge: `CHROME_PATH` (and no other if that is set), else one in the system's usual places, else one on the
 * path, else the one that was unpacked for this clone. Returns null when there is none.
 *
 * @returns {string | null}
 */
export function findChromium() {
  const given = process.env['CHROME_PATH'];
  if (given) return canRun(given) ? given : null;
  return usualPlaces().find(canRun) ?? findOnPath(ON_PATH) ?? (canRun(UNPACKED_CHROMIUM) ? UNPACKED_CHROMIUM : null);
}

function usualPlaces() {
  if (process.platform === 'darwin') return [...ON_MAC, ...ON_MAC.map((path) => join(process.env['HOME'] ?? '/', path))];
  if (process.platform !== 'win32') return [];
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
  return roots.flatMap((root) => ON_WINDOWS.map((path) => join(root, path)));
}
