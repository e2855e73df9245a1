import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** An installed Chrome or Chromium: `CHROME_PATH`, else the first one on the path, else the usual places; null when there is none. */
export function findChromium(): string | null {
  const given = process.env['CHROME_PATH'];
  if (given !== undefined && given !== '') return isExecutable(given) ? given : null;
  return findOnPath(NAMES) ?? PLACES.find(isExecutable) ?? null;
}

/** The WebDriver of WebKitGTK and the display it needs; null when one of them is missing. */
export function findWebKit(): { readonly driver: string; readonly browser: string; readonly display: string } | null {
  const driver = findOnPath(['WebKitWebDriver']);
  const display = findOnPath(['Xvfb']);
  const browser = WEBKIT_BROWSERS.find(isExecutable);
  return driver === null || display === null || browser === undefined ? null : { driver, browser, display };
}

const WEBKIT_BROWSERS = ['x86_64', 'aarch64'].flatMap((machine) =>
  ['4.1', '6.0', '4.0'].map((version) => `/usr/lib/${machine}-linux-gnu/webkit${version === '6.0' ? 'gtk' : '2gtk'}-${version}/MiniBrowser`),
);

function findOnPath(names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found !== undefined) return found;
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
