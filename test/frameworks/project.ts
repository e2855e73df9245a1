import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pack } from '../../scripts/checks/pack.mjs';
import { npm } from '../../scripts/setup/npm.mjs';
import { inRoot } from '../../scripts/setup/paths.mjs';
import type { FrameworkApp } from './apps.ts';
import { follow, instructionsOf } from './guide.ts';

const CACHE = inRoot('.cache/frameworks');
const PACKAGE = '@capgo/capacitor-background-task';
const HERE = import.meta.dirname;

/** For starters that install by themselves: the family has all of it, as locked. */
const INSTALL_NOTHING = { npm_config_dry_run: 'true', npm_config_legacy_peer_deps: 'true' };

export interface Output {
  readonly status: number | null;
  readonly text: string;
}

/** A command with the Node.js of this process and the family's tools in front; what it asks a person goes unanswered. */
function begin([command = '', ...args]: readonly string[], cwd: string, family: string, extra: object = {}): Running {
  const path = [join(CACHE, family, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const quiet = { CI: '1', NG_CLI_ANALYTICS: 'false', NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_ENV|VITEST|VITE_|FORCE_COLOR|INIT_CWD)/i.test(name));
  const environment = { ...Object.fromEntries(inherited), ...quiet, ...extra, PATH: path };
  const isWindows = process.platform === 'win32';
  const child = spawn(command, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], shell: isWindows, detached: !isWindows });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  const ended = new Promise<Output>((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, text }));
  });
  const stop = async (): Promise<void> => {
    if (isWindows || child.pid === undefined) child.kill();
    else process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  return { ended, stop, output: () => text };
}

function execute(command: readonly string[], cwd: string, family: string, extra: object = {}): Promise<Output> {
  return begin(command, cwd, family, extra).ended;
}

async function succeed(command: readonly string[], cwd: string, family: string, extra: object = {}): Promise<string> {
  const { status, text } = await execute(command, cwd, family, extra);
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}\n${text}`);
  return text;
}

/** The family's packages exactly as locked, kept until the lock file changes, and this package as it would be published. */
async function installFamily(family: string): Promise<void> {
  const folder = join(CACHE, family);
  const lock = readFileSync(join(HERE, 'families', family, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).update(process.version).digest('hex');
  const stampFile = join(folder, 'installed.txt');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(HERE, 'families', family, name), join(folder, name));
    await succeed(npm(['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']), folder, family);
    writeFileSync(stampFile, stamp);
  }
  const place = join(folder, 'node_modules', PACKAGE);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const { file } = pack(folder);
  await succeed(['tar', '-xzf', file, '-C', place, '--strip-components=1'], folder, family);
  // As npm links a package's command.
  const command = join(folder, 'node_modules/.bin/capacitor-background-task');
  rmSync(command, { force: true });
  symlinkSync(join(place, 'dist/cli/index.js'), command);
  chmodSync(command, 0o755);
}

export interface Running {
  readonly ended: Promise<Output>;
  /** Ends it with all that it has started. */
  stop(): Promise<void>;
  output(): string;
}

export interface Project {
  readonly root: string;
  readonly webDir: string;
  /** Runs a command in the app's folder. */
  run(...command: string[]): Promise<Output>;
  /** The same, and throws with what was printed if it fails. */
  done(...command: string[]): Promise<string>;
  /** Starts one that goes on by itself, such as a server. */
  start(...command: string[]): Running;
}

/** An app as its starter makes it, with the lines of the guide. */
export async function makeProject(app: FrameworkApp): Promise<Project> {
  await installFamily(app.family);
  const folder = join(CACHE, app.family);
  const root = join(folder, app.name);
  rmSync(root, { recursive: true, force: true });
  if (app.starter !== undefined) await succeed(app.starter, folder, app.family);
  const own = join(HERE, 'starters', app.name);
  if (existsSync(own)) cpSync(own, root, { recursive: true });
  const project: Project = {
    root,
    webDir: join(root, app.webDir),
    run: (...command) => execute(command, root, app.family),
    done: (...command) => succeed(command, root, app.family),
    start: (...command) => begin(command, root, app.family, { CI: '' }),
  };
  for (const command of app.afterwards ?? []) await succeed(command, root, app.family, INSTALL_NOTHING);
  declareDependencies(root);
  if (app.replaced !== undefined) {
    const { file, from, to } = app.replaced;
    const text = readFileSync(join(root, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(join(root, file), text.replaceAll(from, to));
  }
  for (const instruction of [...instructionsOf('The tasks module'), ...instructionsOf(app.section)]) {
    const path = join(root, app.files?.[instruction.file] ?? instruction.file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, observed(follow(instruction, existsSync(path) ? readFileSync(path, 'utf8') : null)));
  }
  return project;
}

/** As `npm install` writes them down; the packages themselves are the family's. */
function declareDependencies(root: string): void {
  const file = join(root, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> };
  const added = { [PACKAGE]: '8', '@capacitor/core': '8', '@capacitor/android': '8', '@capacitor/ios': '8' };
  writeFileSync(file, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...added } }, null, 2));
}

/** The guide's task talks to the site under test, and the page lends its API to the test. */
function observed(text: string): string {
  if (!text.includes('defineTask')) return text;
  return `${text.replace('https://api.example.com/sync', '/sync')}\nObject.assign(globalThis, { BackgroundTask });\n`;
}
