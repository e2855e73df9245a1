import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findJdk } from '../android/lib/jdk.mjs';

/** The path of the first of these commands that is there, or null. */
export function findCommand(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    if (name.includes('/') && existsSync(name)) return name;
    const folder = folders.find((entry) => existsSync(join(entry, name)));
    if (folder !== undefined) return join(folder, name);
  }
  return null;
}

const debian = (...packages) => `on Debian: apt-get install ${packages.join(' ')}`;

/** The path of an installed Chrome or Chromium, or null. */
export function findChromium() {
  const named = process.env.CHROME_PATH;
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return findCommand(...(named ? [named] : []), 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', mac);
}

export const chromium = () => (findChromium() === null ? `Chrome or Chromium (${debian('chromium')}; or set CHROME_PATH)` : null);

export function secondEngine() {
  const missing = ['WebKitWebDriver', 'Xvfb'].filter((name) => findCommand(name) === null);
  return missing.length === 0 ? null : `${missing.join(' and ')} (${debian('webkit2gtk-driver', 'xvfb')})`;
}

export function android() {
  const missing = [];
  if (findJdk() === null) missing.push('a JDK 21 or newer (then set JAVA_HOME if it is not found)');
  if (findCommand('mvn', 'mvn.cmd') === null) missing.push(`Maven (${debian('maven')})`);
  if (spawnSync('aapt', ['version'], { stdio: 'ignore' }).error) missing.push(`aapt (${debian('aapt')})`);
  return missing.length === 0 ? null : missing.join('; ');
}
