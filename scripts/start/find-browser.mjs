import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../setup/children.mjs';
import { inRoot } from '../setup/paths.mjs';

const ON_PATH = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge', 'microsoft-edge-stable', 'chrome'];
const ON_MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
const ON_WINDOWS = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
const INSTALL_LIMIT_MS = 5 * 60_000;

/** An installed Chrome, Chromium or Edge: `CHROME_PATH`, the usual places, the path, what Playwright has installed; else null. */
export async function findBrowser() {
  const given = process.env.CHROME_PATH;
  if (given) return canRun(given) ? given : null;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean);
  const places = {
    darwin: [...ON_MAC, ...ON_MAC.map((path) => join(process.env.HOME ?? '/', path))],
    win32: roots.flatMap((root) => ON_WINDOWS.map((path) => join(root, path))),
  };
  const candidates = [...(places[process.platform] ?? []), ...ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name))), await playwrightsOwn()];
  return candidates.find(canRun) ?? null;
}

/** Downloads Chromium by Playwright's installer; null when that does not work here (no network, an unknown system). */
export async function getBrowser(say) {
  say('no Chrome, Chromium or Edge is installed here: getting Chromium with Playwright’s installer');
  const command = ['node', inRoot('node_modules/playwright-core/cli.js'), 'install', 'chromium'];
  const code = await runCommand(command, { limitMs: INSTALL_LIMIT_MS, onLine: () => {} });
  const path = await playwrightsOwn();
  return code === 0 && canRun(path) ? path : null;
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}

function canRun(path) {
  if (!path || !existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
