import { runCommand } from '../setup/children.mjs';
import { canRun, findChromium } from '../setup/find-chromium.mjs';
import { inRoot } from '../setup/paths.mjs';

const INSTALL_LIMIT_MS = 5 * 60_000;

/** An installed browser, what Playwright has installed included; else null. */
export async function findBrowser() {
  const found = findChromium();
  if (found !== null || process.env.CHROME_PATH) return found;
  const path = await playwrightsOwn();
  return canRun(path) ? path : null;
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
