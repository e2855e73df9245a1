import type { ForecastTask } from '../../testing/index.js';
import { readAppSources } from '../doctor/sources/app-sources.js';
import { findTaskCalls } from '../doctor/sources/task-calls.js';
import type { Project } from '../project/project.js';
import { sourcesBeside } from '../project/tasks-file.js';

export interface ProjectTasks {
  readonly tasks: readonly ForecastTask[];
  /** What the code says in a way that cannot be read without running it. */
  readonly unread: readonly string[];
}

/** The registrations that the project's own code shows. */
export function projectTasks(project: Project): ProjectTasks {
  const { files } = readAppSources(project, sourcesBeside(project.root));
  const tasks = new Map<string, ForecastTask>();
  const unread: string[] = [];
  for (const { method, task, path, options } of findTaskCalls(files)) {
    if (method !== 'registerTaskAsync') continue;
    if (task === undefined) unread.push(`${path}: a registration whose name is computed`);
    else {
      for (const name of options.unread) unread.push(`${path}: ${name} of "${task}"`);
      tasks.set(task, { name: task, options: options.read });
    }
  }
  return { tasks: [...tasks.values()], unread };
}
