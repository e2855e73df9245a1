// Makes a bare Debian in a folder, with debootstrap, git, Node.js and npm. Commands enter it by pivot_root in a mount namespace of their own, because
// Chromium's sandbox fails in a plain chroot.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../setup/children.mjs';
import { debianMirror } from '../setup/debian-mirror.mjs';
import { projectNode } from '../setup/dependencies.mjs';
import { findOnPath } from '../setup/find-on-path.mjs';
import { inRoot, root } from '../setup/paths.mjs';

const CACHE = inRoot('.cache/bare');
/**
 * The certificates of this machine are copied, because its network may have a certificate authority of its own. Java makes its own file of them when
 * it is installed.
 */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const HOME = { root: '/root', user: '/home/somebody' };

/** Returns what keeps such a machine from being made here, or null when nothing does. */
export function obstacle() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'root on Linux (a Debian root is made and entered)';
  const missing = ['debootstrap', 'unshare', 'pivot_root', 'apt-get'].filter((name) => findOnPath([name]) === null);
  return missing.length === 0 ? null : `${missing.join(', ')} (on Debian: apt-get install debootstrap util-linux)`;
}

function done(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${error?.message ?? `${stdout ?? ''}\n${stderr ?? ''}`}`);
  return stdout ?? '';
}

/** Makes the files that all trials of a release share; a trial's own changes go into an overlay. */
function baseOf(release) {
  const base = join(CACHE, release, 'base');
  if (existsSync(join(base, 'ready'))) return base;
  rmSync(base, { recursive: true, force: true });
  mkdirSync(dirname(base), { recursive: true });
  const mirror = debianMirror();
  if (mirror === null) throw new Error('apt has no Debian mirror among its sources');
  done('debootstrap', ['--variant=minbase', '--include=git,ca-certificates', release, base, mirror]);
  cpSync(projectNode(), join(base, 'usr/local/bin/node'), { dereference: true });
  chmodSync(join(base, 'usr/local/bin/node'), 0o755);
  const command = realpathSync(findOnPath(['npm']) ?? 'npm');
  cpSync(join(dirname(command), '..'), join(base, 'usr/local/lib/node_modules/npm'), { recursive: true, dereference: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(base, 'usr/local/bin/npm'));
  done('chroot', [base, 'useradd', '--create-home', 'somebody']);
  writeFileSync(join(base, 'ready'), '');
  return base;
}

const ENTER = `
set -eu
base=$1 work=$2 who=$3 home=$4
shift 4
mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/work" "$work/root"
cd "$work/root"
mkdir -p proc sys dev old
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
cp -L /etc/resolv.conf etc/resolv.conf
cp -L /etc/hosts etc/hosts
cp -L /etc/ssl/certs/ca-certificates.crt etc/ssl/certs/ca-certificates.crt
cp -rL /usr/local/share/ca-certificates usr/local/share/
pivot_root . old
umount -l /old
update-ca-certificates > /dev/null 2>&1
cd "$home/repository"
if [ "$who" = root ]; then exec env -i HOME="$home" "$@"; fi
chown -R somebody "$home"
exec setpriv --reuid somebody --regid somebody --init-groups env -i HOME="$home" USER=somebody "$@"
`;

/**
 * Makes a machine on which nothing was done yet, with a clone of this repository.
 *
 * @param {string} release
 * @param {'root' | 'user'} who
 */
export function bareMachine(release, who) {
  const base = baseOf(release);
  const work = join(CACHE, release, who);
  rmSync(work, { recursive: true, force: true });
  for (const name of ['upper', 'work', 'root']) mkdirSync(join(work, name), { recursive: true });
  const repository = join(work, 'upper', HOME[who], 'repository');
  mkdirSync(dirname(repository), { recursive: true });
  done('git', ['clone', '--quiet', '--no-hardlinks', root, repository]);
  const proxies = Object.entries(process.env).filter(([name]) => /^(https?_proxy|no_proxy)$/i.test(name));
  const environment = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    NODE_EXTRA_CA_CERTS: CERTIFICATES,
    ...Object.fromEntries(proxies),
  };
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const namespace = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
  return {
    /** Runs a command line in the clone. Resolves with its exit code and all its lines. */
    async run(command, limitMs, onLine) {
      const lines = [];
      const code = await runCommand(
        ['unshare', ...namespace, 'sh', '-c', ENTER, 'sh', base, work, who, HOME[who], ...variables, ...command],
        { limitMs, onLine: (line) => (lines.push(line), onLine(line)) },
      );
      return { code, lines };
    },
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}
