// Downloads packages of Debian with all that they need by apt-get, which checks them, and unpacks them into a folder, so that nothing on the machine
// changes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from './find-on-path.mjs';

/** Returns whether this system's packages can be unpacked. */
export const canUnpack = () => ['apt-get', 'dpkg-deb'].every((name) => findOnPath([name]) !== null);

/**
 * @typedef {object} Unpacking
 * @property {string} folder gets apt's own state and cache, and `root` with the files
 * @property {readonly string[]} packages
 * @property {readonly string[]} [options] further options of apt, such as other sources
 * @property {RegExp} [leftOut] the archives that are not unpacked
 */

/**
 * Returns what apt-get would fetch, in apt's own words, or null when it cannot.
 *
 * @param {Unpacking} unpacking
 */
export function planUnpacking(unpacking) {
  for (const name of ['state/lists/partial', 'cache/archives/partial']) mkdirSync(join(unpacking.folder, 'apt', name), { recursive: true });
  if (apt(unpacking, ['update', '-qq'], ['ignore', 'ignore', 'inherit']).status !== 0) return null;
  const { status, stdout } = install(unpacking, ['--print-uris'], ['ignore', 'pipe', 'ignore']);
  return status === 0 ? stdout : null;
}

/**
 * Downloads and unpacks them. Returns the folder that stands for the system's root, or null after apt or dpkg has printed an error.
 *
 * @param {Unpacking} unpacking
 */
export function unpackPackages(unpacking) {
  const { folder, leftOut } = unpacking;
  if (install(unpacking, ['--download-only', '-q'], ['ignore', 'ignore', 'inherit']).status !== 0) return null;
  const archives = join(folder, 'apt/cache/archives');
  const root = join(folder, 'root');
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb') && leftOut?.test(file) !== true))
    if (spawnSync('dpkg-deb', ['-x', join(archives, name), root], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) return null;
  rmSync(join(folder, 'apt'), { recursive: true });
  return root;
}

const install = (unpacking, args, stdio) =>
  apt(unpacking, ['install', '--no-install-recommends', '-y', ...args, ...unpacking.packages], stdio);

/** @param {Unpacking} unpacking */
function apt({ folder, options }, args, stdio) {
  const own = ['Dir::State', 'Dir::Cache'].map((name) => `${name}=${join(folder, 'apt', name.slice(5).toLowerCase())}`);
  const all = [...own, 'Dir::State::status=/var/lib/dpkg/status', 'Debug::NoLocking=1', 'APT::Sandbox::User=', ...(options ?? [])];
  return spawnSync('apt-get', [...all.flatMap((option) => ['-o', option]), ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    stdio,
  });
}
