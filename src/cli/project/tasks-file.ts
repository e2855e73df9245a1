import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Project } from './project.js';

const NAMES = ['background-tasks.ts', 'background-tasks.js', 'background-tasks.mts', 'background-tasks.mjs', 'background-tasks/index.ts'];
/** Nuxt's sources are in `app`. */
const FOLDERS = ['src', 'app'];

/** The tasks module as a person is told where to put it. */
export const USUAL_TASKS_FILE = `src/${NAMES[0]}`;

/** The tasks module where the guide puts it; undefined if there is none. */
export function usualTasksFile(root: string): string | undefined {
  const bases = [root, ...sourcesBeside(root).map((folder) => dirname(folder))];
  const paths = bases.flatMap((base) => FOLDERS.flatMap((folder) => NAMES.map((name) => join(base, folder, name))));
  return paths.find((path) => existsSync(path));
}

/** Quasar keeps Capacitor in a folder of its own, `src-capacitor`, and the app's sources beside it. */
export function sourcesBeside(root: string): string[] {
  const beside = join(dirname(root), 'src');
  return basename(root) === 'src-capacitor' && existsSync(beside) ? [beside] : [];
}

/** The tasks module that the Capacitor configuration names, else the usual one. It may not exist; undefined if none is known. */
export function tasksFileOf({ root, config }: Pick<Project, 'root' | 'config'>): string | undefined {
  const named = config.section['tasks'];
  return typeof named === 'string' ? resolve(root, named) : usualTasksFile(root);
}
