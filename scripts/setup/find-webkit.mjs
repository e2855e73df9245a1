import { canRun, findOnPath } from './find-on-path.mjs';

const BROWSERS = ['x86_64', 'aarch64'].flatMap((machine) =>
  ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].map((name) => `/usr/lib/${machine}-linux-gnu/${name}/MiniBrowser`),
);

/**
 * Returns the WebDriver of WebKitGTK and the display that it needs, or null when one of them is missing.
 *
 * @returns {{ readonly driver: string, readonly browser: string, readonly display: string } | null}
 */
export function findWebKit() {
  const driver = findOnPath(['WebKitWebDriver']);
  const display = findOnPath(['Xvfb']);
  const browser = BROWSERS.find(canRun);
  return driver === null || display === null || browser === undefined ? null : { driver, browser, display };
}
