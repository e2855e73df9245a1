import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { shown } from '../project/project.js';
import type { Project } from '../project/project.js';
import { tasksFileOf, USUAL_TASKS_FILE } from '../project/tasks-file.js';
import type { BuildArguments } from './build-arguments.js';
import type { AppBuild } from './app-build.js';
import { BuildRefusal } from './build-refusal.js';

/** The tasks module of a command line; undefined if there is no such file. */
export function givenTasksFile(project: Project, tasks: string | undefined): string | undefined {
  const file = tasks === undefined ? tasksFileOf(project) : resolve(project.root, tasks);
  return file !== undefined && existsSync(file) ? file : undefined;
}

/** What is built where, from the command line and the Capacitor configuration. Throws what a person has to do first. */
export function planBuild(project: Project, { tasks, out, base, define }: Omit<BuildArguments, 'root' | 'json' | 'watch'>): AppBuild {
  const { root } = project;
  const tasksFile = givenTasksFile(project, tasks);
  if (tasksFile === undefined) {
    const named = tasks === undefined ? tasksFileOf(project) : resolve(root, tasks);
    const place = named ?? `${USUAL_TASKS_FILE} (or .js, .mts, .mjs)`;
    throw new BuildRefusal(`There is no tasks module at ${place} in ${root}. Give its path with --tasks.`);
  }
  const outDir = out === undefined ? project.webDir : resolve(root, out);
  if (out === undefined && !existsSync(resolve(outDir, 'index.html')))
    throw new BuildRefusal(
      `There is no index.html in ${shown(project, outDir)}, the webDir of the Capacitor config. Build the app first: "build": "<your build> && capacitor-background-task build".`,
    );
  return { root, tasksFile, outDir, base, define };
}
