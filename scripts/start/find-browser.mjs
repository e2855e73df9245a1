import { runCommand } from '../setup/children.mjs';
import { findChromium } from '../setup/find-chromium.mjs';
import { canRun } from '../setup/find-on-path.mjs';
import { DEBIAN, agrees, installPackages, unpackBrowser } from '../setup/install.mjs';
import { inRoot } from '../setup/paths.mjs';

const INSTALL_LIMIT_MS = 5 * 60_000;

/** Returns the path of an installed browser, also of one that Playwright has installed, or null. */
export async function findBrowser() {
  const found = findChromium();
  if (found !== null || process.env.CHROME_PATH) return found;
  const path = await playwrightsOwn();
  return canRun(path) ? path : null;
}

/**
 * Installs Chromium: Debian's package, its files alone where nothing may be installed, else by Playwright's installer. Returns null when none works
 * or the user declines.
 */
export async function getBrowser(say) {
  if (await installPackages('no Chrome, Chromium or Edge is here', DEBIAN.browser, say)) return findChromium();
  const unpacked = await unpackBrowser(say);
  if (unpacked !== null) return unpacked;
  const line = 'getting Chromium with Playwright’s installer (about 180 MB to download)';
  if (!(await agrees(`${line}. Go on?`))) return null;
  say(line);
  const command = ['node', inRoot('node_modules/playwright-core/cli.js'), 'install', 'chromium'];
  const code = await runCommand(command, { limitMs: INSTALL_LIMIT_MS, onLine: progress(say) });
  const path = await playwrightsOwn();
  return code === 0 && canRun(path) ? path : null;
}

/** Passes on only those of the installer's many lines that report another quarter. */
function progress(say) {
  let told = 0;
  return (line) => {
    const percent = Number(/(\d+)% of/.exec(line)?.[1] ?? 0);
    if (percent < told + 25) return;
    told = percent;
    say(`${percent} % of the browser is here`);
  };
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  return chromium.executablePath();
}
