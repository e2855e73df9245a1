import { spawnSync } from 'node:child_process';
import { findJdk } from '../android/lib/jdk.mjs';
import { findToolchain } from '../ios/toolchain.mjs';
import { findChromium } from '../setup/find-chromium.mjs';
import { findOnPath } from '../setup/find-on-path.mjs';
import { findWebKit } from '../setup/find-webkit.mjs';

const debian = (...packages) => `on Debian: apt-get install ${packages.join(' ')}`;

export const chromium = () => (findChromium() === null ? `Chrome or Chromium (${debian('chromium')}; or set CHROME_PATH)` : null);

export const secondEngine = () =>
  findWebKit() === null ? `WebKitGTK with its WebDriver, and Xvfb (${debian('webkit2gtk-driver', 'xvfb')})` : null;

export const swift = () => (findToolchain() === undefined ? 'Swift 6: `npm run test:ios` installs it' : null);

export function android() {
  const missing = [];
  if (findJdk() === null) missing.push('a JDK 21 or newer (then set JAVA_HOME if it is not found)');
  if (findOnPath(['mvn']) === null) missing.push(`Maven (${debian('maven')})`);
  if (spawnSync('aapt', ['version'], { stdio: 'ignore' }).error) missing.push(`aapt (${debian('aapt')})`);
  return missing.length === 0 ? null : missing.join('; ');
}
