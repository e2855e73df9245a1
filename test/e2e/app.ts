import { bundle } from '../drivers/bundle.ts';
import type { Site } from '../drivers/site.ts';

export const WORKER = '__background-task__/';
export const TAG = 'capgo-background-task';
export const WORKER_PATH = '/background-task-sw.js';

/**
 * Tasks that ask the server what to do: each run POSTs what it knows to `/work` and does as the answer says. `stubborn` does not
 * look at its signal.
 */
export const INSTRUCTED_TASKS = `
import { BackgroundTask } from '@capgo/capacitor-background-task';
const context = crypto.randomUUID();
async function tell(path, body, signal) {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify({ context, ...body }), ...(signal && { signal }) });
  return answer.json();
}
function instructed(name, obedient) {
  return async (execution) => {
    const { signal, ...facts } = execution;
    signal.addEventListener('abort', () => void tell('/aborted', { taskName: name, taskId: facts.taskId, code: signal.reason?.code }));
    const { result, error } = await tell('/work', { ...facts, headless: BackgroundTask.isHeadless }, obedient ? signal : undefined);
    await tell('/worked', { taskName: name, taskId: facts.taskId });
    if (error) throw new Error(error);
    return result;
  };
}
for (const name of ['sync-notes', 'a', 'b', 'c']) BackgroundTask.defineTask(name, instructed(name, true));
BackgroundTask.defineTask('stubborn', instructed('stubborn', false));
BackgroundTask.defineTask('page-only', instructed('page-only', true), { runtimes: ['page'] });
`;

/** Makes `BackgroundTask` a global of the page. */
export const PAGE_END = `
import { BackgroundTask as api, BackgroundTaskResult, BackgroundTaskError } from '@capgo/capacitor-background-task';
Object.assign(globalThis, { BackgroundTask: api, BackgroundTaskResult, BackgroundTaskError });
`;

const WORKER_END = `
import { listen } from '@capgo/capacitor-background-task/service-worker';
listen();
`;

export interface AppParts {
  /** Source text of the tasks module. Default: the instructed tasks. */
  readonly tasks?: string;
  /** Another source for the worker, where it differs (an older version, say). */
  readonly workerTasks?: string;
  /** Plain script in front of page and worker. */
  readonly preamble?: string;
  readonly withoutWorker?: boolean;
}

/** Puts a small app on the site, as the build would make it: page, tasks, worker. `BackgroundTask` is a global of the page. */
export async function installApp(site: Site, parts: AppParts = {}): Promise<void> {
  const { tasks = INSTRUCTED_TASKS, preamble = '' } = parts;
  const [page, worker] = await Promise.all([bundle('page', tasks + PAGE_END), bundle('worker', (parts.workerTasks ?? tasks) + WORKER_END)]);
  site.file('/', pageHtml('/app.js'));
  site.file('/app.js', `${preamble}\n${page}`);
  site.file('/blank.html', '<!doctype html><title>nothing here</title>');
  if (parts.withoutWorker === true) site.remove(WORKER_PATH);
  else site.file(WORKER_PATH, `${preamble}\n${worker}`);
}

function pageHtml(script: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>test app</title><script src="${script}"></script></html>`;
}
