import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findObjectLiteral } from '../../project/object-literal.js';
import { scriptTokens } from '../../project/script-tokens.js';
import { textOf } from '../../project/text-file.js';

const VITE_CONFIGS = ['vite.config.ts', 'vite.config.mts', 'vite.config.js', 'vite.config.mjs', 'vite.config.cjs'];
const USUAL_ENTRIES = ['main.ts', 'main.tsx', 'main.js', 'main.jsx', 'index.ts', 'index.tsx', 'index.js', 'index.jsx'];
const USUAL_TASKS = ['src/background-tasks.ts', 'src/background-tasks.js', 'src/background-tasks/index.ts'];

/** The script that the app's page starts with. */
export function entryOf(root: string): string | undefined {
  for (const html of ['index.html', 'src/index.html']) {
    const text = textOf(join(root, html))?.replace(/<!--[\s\S]*?-->/g, '') ?? '';
    const src = /<script\b[^>]*\bsrc\s*=\s*["']([^"':]+)["']/i.exec(text)?.[1];
    const candidates = src === undefined ? [] : [join(root, src), join(root, 'src', src)];
    const found = candidates.find((path) => existsSync(path));
    if (found !== undefined) return found;
  }
  return USUAL_ENTRIES.map((name) => join(root, 'src', name)).find((path) => existsSync(path));
}

export interface ViteSetup {
  readonly file: string;
  readonly usesPlugin: boolean;
}

export function viteSetupOf(root: string): ViteSetup | undefined {
  const file = VITE_CONFIGS.find((name) => existsSync(join(root, name)));
  if (file === undefined) return undefined;
  const tokens = scriptTokens(textOf(join(root, file)) ?? '');
  const usesPlugin = tokens.some((token) => token.kind === 'string' && token.value === '@capgo/capacitor-background-task/vite');
  return { file, usesPlugin };
}

export interface TasksModule {
  readonly path: string;
  readonly exists: boolean;
  /** Where the path is written; undefined if it is only the usual one. */
  readonly namedIn: string | undefined;
}

/** The module with the `defineTask` calls: as the Vite configuration names it, else where the guide puts it. */
export function tasksModuleOf(root: string, vite: ViteSetup | undefined): TasksModule | undefined {
  if (vite?.usesPlugin) {
    const literal = findObjectLiteral(scriptTokens(textOf(join(root, vite.file)) ?? ''), ['tasks']);
    const tasks = literal?.value['tasks'];
    if (typeof tasks === 'string') {
      const path = join(root, tasks);
      return { path, exists: existsSync(path), namedIn: vite.file };
    }
  }
  const usual = USUAL_TASKS.map((name) => join(root, name)).find((path) => existsSync(path));
  return usual === undefined ? undefined : { path: usual, exists: true, namedIn: undefined };
}
