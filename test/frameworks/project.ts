import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pack } from '../../scripts/checks/pack.mjs';
import { npm } from '../../scripts/setup/npm.mjs';
import { inRoot } from '../../scripts/setup/paths.mjs';
import type { FrameworkApp } from './apps.ts';
import { follow, instructionsOf } from './guide.ts';
import type { Instruction } from './guide.ts';

const CACHE = inRoot('.cache/frameworks');
const PACKAGE = '@capgo/capacitor-background-task';
const HERE = import.meta.dirname;

/** For starters that install by themselves: the family has all of it, as locked. */
const INSTALL_NOTHING = { npm_config_dry_run: 'true', npm_config_legacy_peer_deps: 'true' };

export interface Output {
  readonly status: number | null;
  readonly text: string;
}

/** A command with the Node.js of this process and the tools of a folder's packages in front; what it asks a person goes unanswered. */
function begin([command = '', ...args]: readonly string[], cwd: string, packages: string, extra: object = {}): Running {
  const path = [join(packages, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
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

async function succeed(command: readonly string[], cwd: string, packages: string, extra: object = {}): Promise<string> {
  const { status, text } = await begin(command, cwd, packages, extra).ended;
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
    await succeed(npm(['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']), folder, folder);
    writeFileSync(stampFile, stamp);
  }
  const place = join(folder, 'node_modules', PACKAGE);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const { file } = pack(folder);
  await succeed(['tar', '-xzf', file, '-C', place, '--strip-components=1'], folder, folder);
  // As npm links a package's command.
  const command = join(folder, 'node_modules/.bin/capacitor-background-task');
  rmSync(command, { force: true });
  symlinkSync(join('..', PACKAGE, 'dist/cli/index.js'), command);
  chmodSync(command, 0o755);
}

export interface Running {
  readonly ended: Promise<Output>;
  /** Ends it with all that it has started. */
  stop(): Promise<void>;
  output(): string;
}

/** A folder with the commands of its packages. */
export interface Folder {
  readonly root: string;
  run(...command: string[]): Promise<Output>;
  /** The same, and throws with what was printed if it fails. */
  done(...command: string[]): Promise<string>;
  /** Starts one that goes on by itself, such as a server. */
  start(...command: string[]): Running;
}

export interface Project extends Folder {
  readonly webDir: string;
  /** The folder with Capacitor's configuration: the app's own, in most frameworks. */
  readonly capacitor: Folder;
  /** Does what the guide says about tasks. */
  followGuide(): void;
  /** The guide's task then talks to the site under test, and the page lends its API to the test. */
  observe(): void;
}

const folderOf = (root: string, packages: string): Folder => ({
  root,
  run: (...command) => begin(command, root, packages).ended,
  done: (...command) => succeed(command, root, packages),
  start: (...command) => begin(command, root, packages, { CI: '' }),
});

/** An app as its starter makes it, and as static files, which is what the guide's other lines are for. */
export async function makeProject(app: FrameworkApp): Promise<Project> {
  await installFamily(app.family);
  const family = join(CACHE, app.family);
  const root = join(family, app.name);
  rmSync(root, { recursive: true, force: true });
  if (app.starter !== undefined) await succeed(app.starter, family, family);
  const own = join(HERE, 'starters', app.name);
  if (existsSync(own)) cpSync(own, root, { recursive: true });
  for (const command of app.afterwards ?? []) await succeed(command, root, family, INSTALL_NOTHING);
  const folder = folderOf(root, family);
  const capacitor = app.capacitor === undefined ? folder : await installCapacitor(root, app.capacitor);
  declareDependencies(root, [PACKAGE]);
  declareDependencies(capacitor.root, [PACKAGE, '@capacitor/core', '@capacitor/android', '@capacitor/ios']);
  if (app.replaced !== undefined) {
    const { file, from, to } = app.replaced;
    const text = readFileSync(join(root, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(join(root, file), text.replaceAll(from, to));
  }
  const apply = (instructions: readonly Instruction[]): void => {
    for (const instruction of instructions) {
      const path = join(root, app.files?.[instruction.file] ?? instruction.file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, follow(instruction, existsSync(path) ? readFileSync(path, 'utf8') : null));
    }
  };
  const instructions = [...instructionsOf('The tasks module'), ...instructionsOf(app.section)];
  const isAboutTasks = ({ text }: Instruction): boolean => /background-?task/i.test(text);
  apply(instructions.filter((instruction) => !isAboutTasks(instruction)));
  return {
    ...folder,
    webDir: join(capacitor.root, app.webDir),
    capacitor,
    followGuide: () => apply(instructions.filter(isAboutTasks)),
    observe() {
      const file = join(root, 'src/background-tasks.ts');
      const text = readFileSync(file, 'utf8').replace('https://api.example.com/sync', '/sync');
      writeFileSync(file, `${text}\nObject.assign(globalThis, { BackgroundTask });\n`);
    },
  };
}

/** The packages of a Capacitor folder inside the app's: there, as they would be. */
async function installCapacitor(app: string, { folder, family }: NonNullable<FrameworkApp['capacitor']>): Promise<Folder> {
  await installFamily(family);
  const root = join(app, folder);
  cpSync(join(CACHE, family, 'node_modules'), join(root, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  return folderOf(root, root);
}

/** As `npm install` writes them down; the packages themselves are the family's. */
function declareDependencies(root: string, names: readonly string[]): void {
  const file = join(root, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> };
  const added = Object.fromEntries(names.map((name) => [name, '8']));
  writeFileSync(file, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...added } }, null, 2));
}
