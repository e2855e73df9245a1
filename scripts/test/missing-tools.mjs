import { findJdk } from '../android/lib/jdk.mjs';
import { DEBIAN, installPackages, unpackBrowser, unpackNewerJdk } from '../setup/install.mjs';

const PURPOSES = { browser: 'a browser', secondEngine: 'the second engine', android: 'the Android suite' };

/**
 * Returns the kinds of tools that these suites lack, each once.
 *
 * @param {readonly { name: string, tools?: string, needs?: () => string | null }[]} suites
 */
export const missingTools = (suites) => [
  ...new Set(suites.filter((suite) => suite.tools !== undefined && (suite.needs?.() ?? null) !== null).map((suite) => suite.tools)),
];

/** Installs what it can of the tools that the suites lack; each suite then says itself what is still missing. */
export async function installMissingTools(suites, say) {
  for (const kind of missingTools(suites)) {
    const isInstalled = await installPackages(PURPOSES[kind], DEBIAN[kind], say);
    if (!isInstalled && kind === 'browser') await unpackBrowser(say);
    if (isInstalled && kind === 'android' && findJdk() === null) await unpackNewerJdk(say);
  }
}
