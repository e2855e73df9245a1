// Debian's Chromium for a user who may install nothing: downloaded with all it needs by apt-get, checked by it, and unpacked below .cache/.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from './find-on-path.mjs';
import { inRoot } from './paths.mjs';

/** A script that starts the unpacked Chromium; there only once all of it is. */
export const UNPACKED_CHROMIUM = inRoot('.cache/browser/chromium');

const FOLDER = inRoot('.cache/browser');
const ROOT = join(FOLDER, 'root');
/** The C library must be the one of the program that loads it: that of the system. */
const NEVER_UNPACKED = /^(?:libc6|libc-bin|base-files|dpkg|apt)_/;
const FONTS = 'fonts-dejavu-core';

/** Apt's own state and cache in a folder of the user; what is installed is known from the system. */
const OPTIONS = [
  ...['Dir::State', 'Dir::Cache'].flatMap((name) => ['-o', `${name}=${join(FOLDER, 'apt', name.slice(5).toLowerCase())}`]),
  ...['Dir::State::status=/var/lib/dpkg/status', 'Debug::NoLocking=1', 'APT::Sandbox::User='].flatMap((option) => ['-o', option]),
];

const apt = (args, stdio) =>
  spawnSync('apt-get', [...OPTIONS, ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    stdio,
  });

/** Whether this is a system whose packages can be unpacked. */
export const canUnpack = () => ['apt-get', 'dpkg-deb'].every((name) => findOnPath([name]) !== null);

/** What apt-get would fetch, in its own words; null when it knows no Chromium. */
export function planUnpacking() {
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) mkdirSync(join(FOLDER, 'apt', folder), { recursive: true });
  if (apt(['update', '-qq'], ['ignore', 'ignore', 'inherit']).status !== 0) return null;
  const { status, stdout } = apt(
    ['install', '--no-install-recommends', '--print-uris', '-y', 'chromium', FONTS],
    ['ignore', 'pipe', 'ignore'],
  );
  return status === 0 ? stdout : null;
}

/** Downloads and unpacks it. Returns the script that starts it, or null, after an error in apt's or dpkg's own words. */
export function unpackChromium() {
  const fetched = apt(
    ['install', '--no-install-recommends', '--download-only', '-y', '-q', 'chromium', FONTS],
    ['ignore', 'ignore', 'inherit'],
  );
  if (fetched.status !== 0) return null;
  const archives = join(FOLDER, 'apt/cache/archives');
  rmSync(ROOT, { recursive: true, force: true });
  mkdirSync(ROOT, { recursive: true });
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb') && !NEVER_UNPACKED.test(file)))
    if (spawnSync('dpkg-deb', ['-x', join(archives, name), ROOT], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) return null;
  rmSync(join(FOLDER, 'apt'), { recursive: true });
  const fonts = join(FOLDER, 'fonts.conf');
  writeFileSync(fonts, fontConfiguration());
  writeFileSync(UNPACKED_CHROMIUM, startScript(ROOT, libraryFolders(ROOT), fonts));
  chmodSync(UNPACKED_CHROMIUM, 0o755);
  return UNPACKED_CHROMIUM;
}

/** The folders of a system's root that hold libraries: those of its architecture, and what packages keep in a folder of their own there. */
export function libraryFolders(root) {
  const bases = ['usr/lib', 'lib'].flatMap((base) =>
    foldersIn(join(root, base))
      .filter((name) => /-linux-gnu/.test(name))
      .map((name) => join(root, base, name)),
  );
  return bases.flatMap((base) => [
    base,
    ...foldersIn(base)
      .map((name) => join(base, name))
      .filter(holdsLibrary),
  ]);
}

const foldersIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];
const holdsLibrary = (folder) => readdirSync(folder).some((name) => /^lib.*\.so(?:\.|$)/.test(name));

/** Quoted for a shell. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

export function startScript(root, libraries, fonts) {
  return `#!/bin/sh
export LD_LIBRARY_PATH=${quoted(libraries.join(':'))}"\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export XDG_DATA_DIRS=${quoted(join(root, 'usr/share'))}:"\${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
export FONTCONFIG_FILE=${quoted(fonts)}
exec ${quoted(join(root, 'usr/lib/chromium/chromium'))} "$@"
`;
}

function fontConfiguration() {
  const folders = [join(ROOT, 'usr/share/fonts'), '/usr/share/fonts'].map((folder) => `<dir>${escaped(folder)}</dir>`);
  return `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${folders.join('')}<cachedir>${escaped(join(FOLDER, 'font-cache'))}</cachedir></fontconfig>\n`;
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
