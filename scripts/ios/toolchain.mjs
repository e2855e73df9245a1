// Finds a Swift toolchain, or installs one into the cache folder, and runs commands with it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand } from '../setup/children.mjs';
import { root } from '../setup/paths.mjs';

export const cacheFolder = resolve(process.env.CAPGO_SWIFT_CACHE ?? join(root, '.cache/swift'));
/**
 * Toolchains write into this folder. A toolchain's `build` is the same folder as its tools see it; `hostPath` turns a path of its tools into one of
 * this machine.
 */
export const buildFolder = join(cacheFolder, 'build');

const installer = join(root, 'scripts/ios/install-swift.sh');
const isRoot = () => process.getuid?.() === 0;
const answers = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const installedToolchain = () =>
  answers('swift', ['--version'])
    ? {
        kind: 'installed',
        repository: root,
        build: buildFolder,
        hostPath: (path) => path,
        command: (tool, args) => [tool, args],
      }
    : undefined;

// Mounts and processes get namespaces of their own: nothing stays mounted and no child outlives the command, so that a later
// removal of the cache folder can never reach the repository through a bind mount. The tree is mounted read-only.
const enterRoot = `
set -eu
root=$1 repository=$2 build=$3
shift 3
mkdir -p "$root/repository" "$root/build"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$repository" "$root/repository"
mount -o remount,bind,ro "$root/repository"
mount --bind "$build" "$root/build"
exec chroot "$root" env HOME=/root "$@"`;

const cachedToolchain = () => {
  const swiftRoot = join(cacheFolder, 'root');
  if (!existsSync(join(swiftRoot, 'ready')) || !isRoot()) return undefined;
  return {
    kind: 'cached',
    repository: '/repository',
    build: '/build',
    hostPath: (path) => join(swiftRoot, path),
    command: (tool, args) => {
      mkdirSync(buildFolder, { recursive: true });
      const namespace = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
      const enter = ['sh', '-c', enterRoot, 'sh', swiftRoot, root, buildFolder, tool, ...args];
      return ['unshare', [...namespace, ...enter]];
    },
  };
};

export const findToolchain = () => installedToolchain() ?? cachedToolchain();

/** Returns what keeps `installToolchain` from working here; the list is empty when nothing does. */
export const installObstacles = () => {
  if (process.platform !== 'linux') {
    return ['The stand-ins for Apple frameworks are for Linux: on a Mac, build the real package with Xcode.'];
  }
  const obstacles = [];
  if (!isRoot()) obstacles.push('Installing it needs root (a Debian root is made and entered).');
  if (!answers('apt-get', ['--version'])) obstacles.push('Installing it needs apt-get with a Debian mirror.');
  if (!answers('unshare', ['--mount', '--propagation', 'private', 'true'])) {
    obstacles.push('Installing it needs mount namespaces (`unshare --mount` is refused).');
  }
  return obstacles;
};

export const installToolchain = () => {
  const { status } = spawnSync('sh', [installer, cacheFolder], { stdio: 'inherit' });
  if (status !== 0) throw new Error('install-swift.sh failed');
  return findToolchain();
};

/** Runs a tool of the toolchain, and hands every line of its output to `onLine`. Resolves with the exit code. */
export const runTool = (toolchain, tool, args, onLine) => {
  const [command, commandArgs] = toolchain.command(tool, args);
  return runCommand([command, ...commandArgs], { onLine });
};

export const runSwift = (toolchain, args, onLine) => runTool(toolchain, 'swift', args, onLine);
