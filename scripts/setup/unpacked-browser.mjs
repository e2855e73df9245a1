// Unpacks Debian's Chromium below .cache/, for a user who may install nothing.
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';
import { planUnpacking, unpackPackages } from './unpacked-packages.mjs';

/** This script starts the unpacked Chromium. It is written last, so it exists only when all the rest does. */
export const UNPACKED_CHROMIUM = inRoot('.cache/browser/chromium');

const FOLDER = inRoot('.cache/browser');
/** The C library must be the system's, because the system's loader starts the program and fits no other. */
const NEVER_UNPACKED = /^(?:libc6|libc-bin|base-files|dpkg|apt)_/;
const UNPACKING = { folder: FOLDER, packages: ['chromium', 'fonts-dejavu-core'], leftOut: NEVER_UNPACKED };

/** Returns what apt-get would fetch, in apt's own words, or null when it knows no Chromium. */
export const planChromium = () => planUnpacking(UNPACKING);

/** Downloads and unpacks it. Returns the script that starts it, or null after apt or dpkg has printed an error. */
export function unpackChromium() {
  const root = unpackPackages(UNPACKING);
  if (root === null) return null;
  const fonts = join(FOLDER, 'fonts.conf');
  writeFileSync(fonts, fontConfiguration(root));
  writeFileSync(UNPACKED_CHROMIUM, startScript(root, libraryFolders(root), fonts));
  chmodSync(UNPACKED_CHROMIUM, 0o755);
  return UNPACKED_CHROMIUM;
}

/** Returns the folders of a system's root that hold libraries: those of its architecture, and those that packages keep there. */
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

/** Quotes a text for a shell. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

export function startScript(root, libraries, fonts) {
  return `#!/bin/sh
export LD_LIBRARY_PATH=${quoted(libraries.join(':'))}"\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export XDG_DATA_DIRS=${quoted(join(root, 'usr/share'))}:"\${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
export FONTCONFIG_FILE=${quoted(fonts)}
exec ${quoted(join(root, 'usr/lib/chromium/chromium'))} "$@"
`;
}

function fontConfiguration(root) {
  const folders = [join(root, 'usr/share/fonts'), '/usr/share/fonts'].map((folder) => `<dir>${escaped(folder)}</dir>`);
  return `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${folders.join('')}<cachedir>${escaped(join(FOLDER, 'font-cache'))}</cachedir></fontconfig>\n`;
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
