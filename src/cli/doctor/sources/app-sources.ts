import { extname, join } from 'node:path';
import { HEADLESS_SCRIPT_FILE, MANIFEST_FILE, WORKER_FILE } from '../../package-facts.js';
import { entriesOf, statsOf } from '../../project/files-below.js';
import { frameworkOf } from '../../project/framework.js';
import type { Project } from '../../project/project.js';
import { scriptTokens, type ScriptToken } from '../../project/script-tokens.js';
import { textOf } from '../../project/text-file.js';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly tokens: readonly ScriptToken[];
}

const EXTENSIONS = new Set(['.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '.vue', '.svelte', '.astro']);
const SKIPPED = new Set(['node_modules', 'Pods']);
/** Only at the top: an app may well have a src/build. */
const SKIPPED_AT_TOP = ['dist', 'build', 'www', 'coverage', 'e2e', 'cypress'];
/** What frameworks copy into the build as it is. */
const COPIED_AS_IS = ['public', 'static'];
/** This package's and Capacitor's own scripts in an app without a bundler. */
const OWN_SCRIPTS = new Set(['capacitor.js', 'plugin.js', 'plugin.worker.js', WORKER_FILE, HEADLESS_SCRIPT_FILE]);
const MAXIMUM_FILES = 4000;
const MAXIMUM_BYTES = 512 * 1024;

/** Where other tools keep a copy of the built web app: Capacitor's Electron platform, Laravel. */
const COPIES = ['electron/app', 'public/build'];

export interface AppSources {
  readonly files: readonly SourceFile[];
  /** False when the app has more files than are read. */
  readonly isComplete: boolean;
}

/**
 * The app's own scripts, and those of `libraries` beside it: no dependencies, no build output, no native projects, no tests. Where no bundler is known and
 * nothing else defines a task, the web folder may be the sources.
 */
export function readAppSources(project: Project, libraries: readonly string[] = []): AppSources {
  const hasBundler = frameworkOf(project.root).way !== 'hand';
  let isComplete = true;
  const files: SourceFile[] = [];
  const skipped = new Set([
    project.webDir,
    project.iosDir,
    project.androidDir,
    ...[...SKIPPED_AT_TOP, ...COPIES, ...(hasBundler ? COPIED_AS_IS : [])].map((name) => join(project.root, name)),
  ]);
  const visit = (folder: string): void => {
    const entries = entriesOf(folder);
    // The build leaves its manifest in what it makes: a folder with one is a copy of it.
    if (entries.some(({ name }) => name === MANIFEST_FILE)) return;
    for (const entry of entries) {
      if (!isComplete) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !SKIPPED.has(entry.name) && !skipped.has(path)) visit(path);
      } else if (EXTENSIONS.has(extname(entry.name)) && !OWN_SCRIPTS.has(entry.name) && !/\.(test|spec|config|d)\.\w+$/.test(entry.name)) {
        // Editors leave links to nowhere beside the files they hold open.
        const stats = statsOf(path);
        const text = stats?.isFile() && stats.size <= MAXIMUM_BYTES ? textOf(path) : undefined;
        if (text !== undefined && files.length >= MAXIMUM_FILES) isComplete = false;
        else if (text !== undefined) files.push({ path, text, tokens: scriptTokens(text) });
      }
    }
  };
  for (const folder of [project.root, ...libraries]) visit(folder);
  if (!hasBundler && !files.some(({ text }) => text.includes('defineTask'))) {
    visit(project.webDir);
    files.push(...inlineScripts(project.webDir));
  }
  return { files, isComplete };
}

/** The scripts that stand in the pages of a folder. */
function inlineScripts(folder: string): SourceFile[] {
  return entriesOf(folder)
    .filter(({ name }) => name.endsWith('.html'))
    .flatMap(({ name }) => {
      const path = join(folder, name);
      const html = (textOf(path) ?? '').replace(/<!--[^]*?-->/g, '');
      const text = [...html.matchAll(/<script\b[^>]*>([^]*?)<\/script\s*>/gi)].map(([, script]) => script).join('\n');
      return text.trim() === '' ? [] : [{ path, text, tokens: scriptTokens(text) }];
    });
}
