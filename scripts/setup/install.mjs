// Installs what a suite or the demonstration lacks, where it can. It runs before anything is installed, so it uses only Node 20 and its own modules.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { findOnPath } from './find-on-path.mjs';
import { planChromium, unpackChromium } from './unpacked-browser.mjs';
import { planJdk, unpackJdk } from './unpacked-jdk.mjs';
import { canUnpack } from './unpacked-packages.mjs';

/** Lists Debian's packages for each kind of tool. Each inner list holds alternatives, of which the first that the system knows is taken. */
export const DEBIAN = {
  browser: [['chromium']],
  secondEngine: [['webkit2gtk-driver'], ['xvfb']],
  android: [['maven'], ['aapt'], ['openjdk-25-jdk-headless', 'openjdk-21-jdk-headless']],
};

/** Returns how this machine installs packages: directly or by sudo; null when it cannot. */
export function packageManager({ isRoot = process.getuid?.() === 0, find = (name) => findOnPath([name]), run = quietly } = {}) {
  if (find('apt-get') === null) return null;
  if (isRoot) return [];
  return find('sudo') !== null && run('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null;
}

const quietly = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/**
 * Returns how many packages apt-get would add and how large they are.
 *
 * @param {string} simulated the output of `apt-get install --print-uris`, which installs nothing, whatever the machine's own configuration of apt says
 */
export function sizeOf(simulated) {
  const download = /Need to get ([\d.,]+ [kMG]?B)/.exec(simulated)?.[1] ?? /Download size: ([\d.,]+ [kMG]?B)/.exec(simulated)?.[1];
  const disk = /([\d.,]+ [kMG]?B) of additional disk space/.exec(simulated)?.[1] ?? /Space needed: ([\d.,]+ [kMG]?B)/.exec(simulated)?.[1];
  return [download && `${download} to download`, disk && `${disk} on disk`].filter(Boolean).join(', ') || 'of unknown size';
}

const ENVIRONMENT = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
let areListsFresh = false;

function apt(manager, args, stdio) {
  const [command, ...rest] = [...manager, 'env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', 'apt-get', ...args];
  return spawnSync(command, rest, { encoding: 'utf8', env: ENVIRONMENT, stdio });
}

/** Returns the packages that the system knows, the first of each list of alternatives. */
function known(alternatives) {
  return alternatives.flatMap(
    (names) => names.find((name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore', env: ENVIRONMENT }).status === 0) ?? [],
  );
}

/** @param {readonly string[]} args of the command line */
export const wantsInstallation = (args) => !args.includes('--no-install');

/**
 * Resolves with true without a terminal, or when somebody there agrees. The end of the input counts as a no, and Ctrl-C ends the process.
 *
 * @param {string} question
 * @param {{ stdin: NodeJS.ReadableStream & { isTTY?: boolean }, stdout: NodeJS.WritableStream & { isTTY?: boolean } }} [terminal]
 */
export async function agrees(question, { stdin, stdout } = process) {
  if (stdin.isTTY !== true || stdout.isTTY !== true) return true;
  const terminal = createInterface({ input: stdin, output: stdout });
  terminal.on('SIGINT', () => process.exit(130));
  const ended = once(terminal, 'close').then(() => 'no');
  const answer = await Promise.race([terminal.question(`${question} [Y/n] `), ended]);
  terminal.close();
  return !/^\s*n/i.test(answer);
}

/**
 * Installs packages of Debian, and says in one line which and how large they are. Resolves with whether they are there now.
 *
 * @param {string} purpose
 * @param {readonly (readonly string[])[]} alternatives
 * @param {(text: string) => void} say
 */
export async function installPackages(purpose, alternatives, say, agree = agrees) {
  const manager = packageManager();
  if (manager === null) return false;
  if (!areListsFresh) {
    areListsFresh = true;
    say('reading the lists of Debian packages (apt-get update)');
    if (apt(manager, ['update', '-qq'], ['ignore', 'ignore', 'inherit']).status !== 0)
      say('the lists could not be read anew; going on with those that are there');
  }
  const packages = known(alternatives);
  if (packages.length === 0) return false;
  const options = ['install', '--no-install-recommends', ...packages];
  const size = sizeOf(apt(manager, [...options, '--print-uris', '-y'], ['ignore', 'pipe', 'ignore']).stdout ?? '');
  const line = `${purpose}: installing ${packages.join(', ')} (${size})`;
  if (!(await agree(`${line}. Go on?`))) return false;
  say(line);
  const { status } = apt(
    manager,
    [...options, '-y', '-q', '-o', 'Dpkg::Use-Pty=0'],
    ['ignore', process.stdout.isTTY ? 'inherit' : 'ignore', 'inherit'],
  );
  if (status !== 0) say(`${purpose}: apt-get ended with ${status}`);
  return status === 0;
}

/**
 * Unpacks Debian's Chromium below .cache/, for a user who may install nothing. Resolves with its path, or null.
 *
 * @param {(text: string) => void} say
 */
export async function unpackBrowser(say) {
  if (packageManager() !== null) return null;
  return unpack('Debian’s Chromium below .cache/browser', planChromium, unpackChromium, say);
}

/**
 * Unpacks a JDK of a newer Debian below .cache/, for a system that has none new enough. Resolves with its home, or null.
 *
 * @param {(text: string) => void} say
 */
export const unpackNewerJdk = (say) => unpack('the JDK of a newer Debian below .cache/jdk', planJdk, unpackJdk, say);

async function unpack(what, plan, take, say) {
  if (!canUnpack()) return null;
  say('reading the lists of Debian packages (apt-get update, in a folder of this clone)');
  const planned = plan();
  if (planned === null) return null;
  const line = `unpacking ${what}, without installing it (${sizeOf(planned)})`;
  if (!(await agrees(`${line}. Go on?`))) return null;
  say(line);
  return take();
}
