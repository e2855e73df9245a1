// Unpacks a JDK of a newer Debian below .cache/, for a system that has none new enough (Debian 12 ends with Java 17). That JDK needs a newer C
// library, which is unpacked too, and each of its programs is changed to start with it. What they start in turn uses the system's.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  closeSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { debianMirror } from './debian-mirror.mjs';
import { inRoot } from './paths.mjs';
import { planUnpacking, unpackPackages } from './unpacked-packages.mjs';

const RELEASE = 'trixie';
const FOLDER = inRoot('.cache/jdk');
const KEYS = '/usr/share/keyrings/debian-archive-keyring.gpg';
const NAME = 'openjdk-21';
/** This is the home of the unpacked JDK. It exists only when all of it was unpacked. */
export const UNPACKED_JDK = join(FOLDER, 'home');

/** Describes the unpacking to apt as if nothing were installed, because the JDK needs the newer version of every package. */
function unpacking() {
  const [sources, status] = ['sources.list', 'status'].map((name) => join(FOLDER, name));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(sources, `deb [signed-by=${KEYS}] ${debianMirror()} ${RELEASE} main\n`);
  writeFileSync(status, '');
  const options = [`Dir::State::status=${status}`, `Dir::Etc::sourcelist=${sources}`, 'Dir::Etc::sourceparts=/dev/null'];
  return { folder: FOLDER, packages: [`${NAME}-jdk-headless`, 'patchelf'], options };
}

/** Returns what apt-get would fetch, in apt's own words; null when this is no Debian or apt cannot tell. */
export const planJdk = () => (existsSync(KEYS) && debianMirror() !== null ? planUnpacking(unpacking()) : null);

/** Downloads and unpacks it. Returns its home, or null after apt or dpkg has printed an error. */
export function unpackJdk() {
  rmSync(UNPACKED_JDK, { force: true });
  const root = unpackPackages(unpacking());
  const loader = root && loaderOf(root);
  if (!loader) return null;
  const machines = join(root, 'usr/lib/jvm');
  const home = readdirSync(machines).find(
    (name) => lstatSync(join(machines, name)).isDirectory() && existsSync(join(machines, name, 'bin/javac')),
  );
  if (home === undefined) return null;
  pointInto(root, join(machines, home));
  for (const program of programsBelow(join(machines, home))) if (!startWith(loader, root, program)) return null;
  symlinkSync(join('root/usr/lib/jvm', home), UNPACKED_JDK);
  return UNPACKED_JDK;
}

/** Returns the loader that starts programs with the libraries of this root, and the folder of these libraries; null where there is none. */
export function loaderOf(root) {
  const base = join(root, 'usr/lib');
  for (const name of readdirSync(base).filter((folder) => folder.includes('-linux-gnu'))) {
    const file = readdirSync(join(base, name)).find((one) => /^ld-linux.*\.so\.\d+$/.test(one));
    if (file !== undefined) return { path: join(base, name, file), libraries: join(base, name) };
  }
  return null;
}

/** Changes links to files of the system so that they lead to those of this root, where it has them. */
export function pointInto(root, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) pointInto(root, path);
    if (!entry.isSymbolicLink()) continue;
    const target = readlinkSync(path);
    if (!target.startsWith('/') || !existsSync(join(root, target))) continue;
    rmSync(path);
    symlinkSync(join(root, target), path);
  }
}

function programsBelow(home) {
  const inFolder = (name, isWanted) =>
    readdirSync(join(home, name), { withFileTypes: true })
      .filter((entry) => entry.isFile() && isWanted(entry.name))
      .map((entry) => join(home, name, entry.name));
  return [...inFolder('bin', () => true), ...inFolder('lib', (name) => ['jspawnhelper', 'jexec'].includes(name))].filter(isElf);
}

function isElf(path) {
  const file = openSync(path, 'r');
  const start = Buffer.alloc(4);
  readSync(file, start, 0, 4, 0);
  closeSync(file);
  return start.toString('latin1') === '\x7fELF';
}

function startWith({ path, libraries }, root, program) {
  const change = ['--set-interpreter', path, '--force-rpath', '--set-rpath', `$ORIGIN:$ORIGIN/../lib:${libraries}`, program];
  const args = ['--library-path', libraries, join(root, 'usr/bin/patchelf'), ...change];
  return spawnSync(path, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
