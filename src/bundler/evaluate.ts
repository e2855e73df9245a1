import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { sharedObjectName } from '../core/artifacts.js';
import { TasksModuleError } from './build-error.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { explainEndless, explainThrown } from './explain.js';
import type { TaskBuildSettings } from './settings.js';
import { evaluateInThread } from './worker-realm.js';
import type { RealmAnswer, RealmTask } from './worker-realm.js';

/** In real milliseconds, because only a loop without an end takes so long: the thread has nothing to wait for. */
const LIMIT_MS = 15_000;

/** The names that the worker defines. Throws, with the chain of imports, when it cannot be evaluated without a DOM. */
export async function taskNamesOf(worker: Bundle, settings: TaskBuildSettings, limitMs = LIMIT_MS): Promise<string[]> {
  const answer = await runInThread(
    { code: worker.code, fileName: worker.fileName, definitionsKey: sharedObjectName('definitions') },
    limitMs,
  );
  if (answer === null) throw new TasksModuleError(explainEndless(limitMs, settings), {}, worker.record.graph.files());
  if ('taskNames' in answer) return [...answer.taskNames].sort();
  const { name, message, stack } = answer.thrown;
  const thrown = { name, message, frames: framesOf(stack, worker.fileName) };
  const { map, record } = worker.map === null ? await bundle('worker', settings, true) : worker;
  throw new TasksModuleError(explainThrown(thrown, map, record.graph, settings), {}, record.graph.files());
}

function framesOf(stack: string, fileName: string): { line: number; column: number }[] {
  const places = stack.matchAll(new RegExp(`${fileName.replaceAll('.', '\\.')}:(\\d+):(\\d+)`, 'g'));
  return [...places].map(([, line, column]) => ({ line: Number(line), column: Number(column) }));
}

/** Returns null when the thread is still busy after the limit; the thread is ended in any case, a loop in it too. */
function runInThread(task: RealmTask, limitMs: number): Promise<RealmAnswer | null> {
  // stdout and stderr are taken, so that nothing of the app's code appears in the build's output.
  const thread = new Worker(`(${evaluateInThread.toString()})()`, {
    eval: true,
    workerData: task,
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const limit = new AbortController();
  const answered = new Promise<RealmAnswer>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', (error: Error) => reject(new TasksModuleError(`The worker could not be evaluated: ${error.message}`)));
    thread.once('exit', () => reject(new TasksModuleError('The tasks module ended the process that evaluates it.')));
  });
  const tooLong = once(thread, 'online', { signal: limit.signal }).then(() => setTimeout(limitMs, null, { signal: limit.signal }));
  tooLong.catch(() => undefined);
  return Promise.race([answered, tooLong]).finally(() => {
    limit.abort();
    return thread.terminate();
  });
}
