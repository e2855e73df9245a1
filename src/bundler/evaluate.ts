import { Worker } from 'node:worker_threads';
import { TasksModuleError } from './build-error.js';
import type { Bundle } from './bundle.js';
import { explainThrown } from './explain.js';
import type { TaskBuildSettings } from './settings.js';
import { evaluateInThread } from './worker-realm.js';
import type { RealmAnswer, RealmTask } from './worker-realm.js';

/** Named in src/runner/definitions.ts. */
const DEFINITIONS_KEY = '@capgo/capacitor-background-task:definitions:1';

/** The names that the worker defines. Throws, with the chain of imports, when it cannot be evaluated without a DOM. */
export async function taskNamesOf(worker: Bundle, settings: TaskBuildSettings): Promise<string[]> {
  const answer = await runInThread({ code: worker.code, fileName: worker.fileName, definitionsKey: DEFINITIONS_KEY });
  if ('taskNames' in answer) return [...answer.taskNames].sort();
  const { name, message, stack } = answer.thrown;
  const thrown = { name, message, frames: framesOf(stack, worker.fileName) };
  throw new TasksModuleError(explainThrown(thrown, worker.map, worker.record.graph, settings));
}

function framesOf(stack: string, fileName: string): { line: number; column: number }[] {
  const places = stack.matchAll(new RegExp(`${fileName.replaceAll('.', '\\.')}:(\\d+):(\\d+)`, 'g'));
  return [...places].map(([, line, column]) => ({ line: Number(line), column: Number(column) }));
}

function runInThread(task: RealmTask): Promise<RealmAnswer> {
  // stdout and stderr are taken, so that nothing of the app's code appears in the build's output.
  const thread = new Worker(`(${evaluateInThread.toString()})()`, {
    eval: true,
    workerData: task,
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  return new Promise<RealmAnswer>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', (error: Error) => reject(new TasksModuleError(`The worker could not be evaluated: ${error.message}`)));
    thread.once('exit', () => reject(new TasksModuleError('The tasks module ended the process that evaluates it.')));
  }).finally(() => thread.terminate());
}
