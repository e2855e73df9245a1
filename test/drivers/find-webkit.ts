import { canRun, findOnPath } from '../../scripts/setup/find-chromium.mjs';

/** The WebDriver of WebKitGTK and the display it needs; null when one of them is missing. */
export function findWebKit(): { readonly driver: string; readonly browser: string; readonly display: string } | null {
  const driver = findOnPath(['WebKitWebDriver']);
  const display = findOnPath(['Xvfb']);
  const browser = WEBKIT_BROWSERS.find(canRun);
  return driver === null || display === null || browser === undefined ? null : { driver, browser, display };
}

const WEBKIT_BROWSERS = ['x86_64', 'aarch64'].flatMap((machine) =>
  ['4.1', '6.0', '4.0'].map(
    (version) => `/usr/lib/${machine}-linux-gnu/webkit${version === '6.0' ? 'gtk' : '2gtk'}-${version}/MiniBrowser`,
  ),
);
