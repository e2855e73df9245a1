import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { statsOf } from '../../project/files-below.js';
import { pathOnDisk } from '../../project/letter-case.js';
import { findObjectLiteral } from '../../project/object-literal.js';
import type { Project } from '../../project/project.js';
import { scriptTokens } from '../../project/script-tokens.js';
import { tasksFileOf } from '../../project/tasks-file.js';
import { textOf } from '../../project/text-file.js';

const CONFIGS = ['vite.config', 'quasar.config'].flatMap((name) => ['ts', 'mts', 'js', 'mjs', 'cjs'].map((ending) => `${name}.${ending}`));
const USUAL_ENTRIES = ['main.ts', 'main.tsx', 'main.js', 'main.jsx', 'index.ts', 'index.tsx', 'index.js', 'index.jsx'];

/** A file that another one names, perhaps in other letter case. */
export interface NamedFile {
  readonly path: string;
  readonly writtenAs: string;
  /** Undefined if the path is only the usual one. */
  readonly namedIn: string | undefined;
}

/** The scripts that the app's page starts with. */
export function entriesOf(root: string, vite: ViteSetup | undefined): NamedFile[] {
  for (const html of ['index.html', 'src/index.html', join(vite?.root ?? '.', 'index.html')]) {
    const text = textOf(join(root, html))?.replace(/<!--[\s\S]*?-->/g, '') ?? '';
    const scripts = [...text.matchAll(/<script\b[^>]*\bsrc\s*=\s*["']([^"':?]+)[^"':]*["']/gi)].map(([, src = '']) => src);
    const found = scripts.flatMap((src) => namedFile(root, [join(root, src), join(root, dirname(html), src)], html) ?? []);
    if (found.length > 0) return found;
  }
  const usual = USUAL_ENTRIES.map((name) => join(root, 'src', name)).find((path) => existsSync(path));
  return usual === undefined ? [] : [{ path: pathOnDisk(root, usual) ?? usual, writtenAs: usual, namedIn: undefined }];
}

/** The first of the candidates that is there. */
function namedFile(root: string, candidates: readonly string[], namedIn: string | undefined): NamedFile | undefined {
  for (const writtenAs of candidates) {
    const path = pathOnDisk(root, writtenAs);
    if (path !== undefined && statsOf(path)?.isFile()) return { path, writtenAs, namedIn };
  }
  return undefined;
}

export interface ViteSetup {
  readonly file: string;
  readonly usesPlugin: boolean;
  /** Vite's own root, relative to the app's; undefined if the configuration computes it. */
  readonly root: string | undefined;
  /** The tasks module as it is written; undefined if that is computed. */
  readonly tasks: string | undefined;
}

export function viteSetupOf(root: string): ViteSetup | undefined {
  // Quasar's configuration stands beside the folder that it keeps Capacitor in.
  const names = basename(root) === 'src-capacitor' ? [...CONFIGS, ...CONFIGS.map((name) => `../${name}`)] : CONFIGS;
  const file = names.find((name) => existsSync(join(root, name)));
  if (file === undefined) return undefined;
  const tokens = scriptTokens(textOf(join(root, file)) ?? '');
  const isImported = tokens.some((token) => token.kind === 'string' && token.value === '@capgo/capacitor-background-task/vite');
  const isCalled = tokens.some(
    (token, at) => token.value === 'backgroundTask' && ['(', 'as', ':', ','].includes(tokens[at + 1]?.value ?? ''),
  );
  const call = tokens.findIndex((token, at) => token.value === 'backgroundTask' && ['(', ','].includes(tokens[at + 1]?.value ?? ''));
  const hasRoot = tokens.some((token, at) => token.value === 'root' && tokens[at + 1]?.value === ':');
  const own = findObjectLiteral(tokens, ['root', 'plugins', 'build'])?.value['root'];
  const tasks = findObjectLiteral(tokens.slice(Math.max(call, 0)), ['tasks'])?.value['tasks'];
  return {
    file,
    usesPlugin: isImported && isCalled,
    root: typeof own === 'string' ? own : hasRoot ? undefined : '.',
    tasks: typeof tasks === 'string' ? tasks : undefined,
  };
}

export interface TasksModule extends NamedFile {
  readonly exists: boolean;
}

/** The module with the `defineTask` calls: as the Vite or the Capacitor configuration names it, else where the guide puts it. */
export function tasksModuleOf(project: Project, vite: ViteSetup | undefined): TasksModule | undefined {
  const { root, config } = project;
  if (vite?.usesPlugin && vite.tasks !== undefined) {
    const folder = dirname(vite.file);
    const bases = (vite.root === undefined ? ['.', 'src'] : [vite.root]).map((base) => join(folder, base));
    const candidates = bases.map((base) => resolve(root, base, vite.tasks ?? ''));
    const found = namedFile(root, candidates, vite.file);
    if (found) return { ...found, exists: true };
    const [path = root] = candidates;
    if (vite.root !== undefined) return { path, writtenAs: path, exists: false, namedIn: vite.file };
  }
  const path = tasksFileOf(project);
  const namedIn = typeof config.section['tasks'] === 'string' ? (config.source ?? 'capacitor.config') : undefined;
  if (path === undefined) return undefined;
  const found = namedFile(root, [path], namedIn);
  return found ? { ...found, exists: true } : { path, writtenAs: path, exists: false, namedIn };
}
