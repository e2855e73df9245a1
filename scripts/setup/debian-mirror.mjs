import { spawnSync } from 'node:child_process';

/** Returns the Debian mirror that this machine uses itself, from apt's sources, or null where apt knows none. */
export function debianMirror() {
  const args = ['indextargets', '--format', '$(ORIGIN)|$(LABEL)|$(REPO_URI)', 'Created-By: Packages'];
  const { stdout } = spawnSync('apt-get', args, { encoding: 'utf8' });
  const found = (stdout ?? '').split('\n').find((line) => line.startsWith('Debian|Debian|'));
  return found?.split('|')[2] ?? null;
}
