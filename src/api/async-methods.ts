import { parseTaskOptions } from '../core/options.js';
import type { ParsedOptions } from '../core/options.js';
import type { PlatformEvents } from '../core/platform.js';
import { parseOwnTaskName, parseTaskName } from '../core/task-name.js';
import type { BackgroundTaskListenerHandle } from '../definitions.js';
import { BackgroundTaskError } from '../errors.js';
import { guarded } from '../runner/listeners.js';
import { alarm, CALL_LIMIT_MS, withLimit } from '../runner/timed.js';
import { createCompatMethods } from './compat-methods.js';
import { notAFunction } from './define-task.js';
import type { BackgroundTaskParts, PlatformConnection } from './platform-connection.js';
import { platformError } from './platform-error.js';
import type { AsyncMethods } from './public-members.js';
import { createItemMethods } from './item-methods.js';
import { createOldPlatform } from './old-platform.js';
import { completeRun, listOf, progressEvent, publicStatus, publicTask } from './public-views.js';
import { parseRunsOptions, parseTriggerOptions } from './query-options.js';
import { createReportMethod } from './report-method.js';
import { createWaits } from './waits.js';
import { createWarnOnce } from './warn-once.js';

/** It is longer than the first start of a worker, for which a status waits. */
const QUERY_LIMIT_MS = 30_000;

/** The methods that ask the platform. A page loads them at the first call of one, so a wake that only runs callbacks does without. */
export function createAsyncMethods(parts: BackgroundTaskParts, connection: PlatformConnection): AsyncMethods {
  const { clock, log } = parts;
  const { platform, runner } = connection;
  const warnOnce = createWarnOnce(log);
  const waits = createWaits();
  const now = (): number => (connection.time ?? clock).now();

  const call = async <T>(method: string, answer: () => Promise<T>): Promise<T> => {
    try {
      return await answer();
    } catch (error: unknown) {
      throw platformError(error, method);
    }
  };

  const query = <T>(method: string, answer: () => Promise<T>): Promise<T> =>
    call(method, () => withLimit(clock, method, answer, undefined, QUERY_LIMIT_MS));

  /** The registration that asks the platform first. What changes something later waits for it, so that calls reach the platform in their order. */
  let asking: Promise<unknown> | undefined;

  /** There is no time limit, because a rejected call must store nothing, and a call whose limit is over may still be stored. */
  const change = <T>(method: string, answer: () => Promise<T>): Promise<T> => {
    const cancel = alarm(clock, CALL_LIMIT_MS, () =>
      log.warn(`${method} has not been answered for ${CALL_LIMIT_MS / 1000} s; it goes on waiting.`),
    );
    return call(method, () => (asking ? asking.then(answer) : answer())).finally(cancel);
  };

  const needDefinition = (method: string, name: string): void => {
    const definitions = parts.definitions();
    if (definitions.get(name) === undefined) throw notDefined(method, name, definitions.names());
  };

  const oldPlatform = createOldPlatform(parts, runner, warnOnce);

  const register = async (name: string, parse: (kind: PlatformConnection['kind']) => ParsedOptions): Promise<void> => {
    const { options, warnings } = parse(connection.kind);
    needDefinition('registerTaskAsync', name);
    for (const warning of warnings) warnOnce(`"${name}": ${warning}`);
    const asked = oldPlatform.knownOptions(name, options);
    let known = options;
    if (asked instanceof Promise) asking = Promise.all([asked, asking]).then(([answer]) => (known = answer));
    const { notices } = await change('registerTaskAsync', () => platform.registerTask({ name, options: known }));
    for (const { code, message } of listOf(notices)) warnOnce(`${code}: ${message}`);
  };

  const unregister = async (taskName: string): Promise<void> => {
    const name = parseTaskName(taskName);
    await change('unregisterTaskAsync', () => platform.unregisterTask({ name }));
  };

  const getTask: AsyncMethods['getTaskAsync'] = async (taskName) => {
    const name = parseTaskName(taskName);
    const { task } = await query('getTaskAsync', () => platform.getTask({ name }));
    return task == null ? null : oldPlatform.taskInfo(publicTask(task, waits(task, now())));
  };

  const getStatusDetails: AsyncMethods['getStatusDetailsAsync'] = async () =>
    publicStatus(await query('getStatusAsync', () => platform.getStatus()));

  const listen = async <Name extends 'settled' | 'progress', Event>(
    method: string,
    kind: string,
    name: Name,
    listener: (event: Event) => unknown,
    publicEvent: (event: PlatformEvents[Name]) => Event,
  ): Promise<BackgroundTaskListenerHandle> => {
    if (typeof listener !== 'function') throw notAFunction('listener', listener);
    let removed = false;
    const safe = guarded(kind, listener, log.warn);
    const handle = await call(method, () =>
      platform.addListener(name, (event) => {
        if (!removed) safe(publicEvent(event));
      }),
    );
    return {
      async remove() {
        removed = true;
        await handle.remove();
      },
    };
  };

  return {
    registerTaskAsync: async (taskName, options) => register(parseOwnTaskName(taskName), (kind) => parseTaskOptions(options, kind)),
    unregisterTaskAsync: unregister,
    async unregisterAllTasksAsync() {
      await change('unregisterAllTasksAsync', () => platform.unregisterAllTasks());
    },
    isTaskRegisteredAsync: async (taskName) => (await getTask(taskName)) !== null,
    async getRegisteredTasksAsync() {
      const { tasks } = await query('getRegisteredTasksAsync', () => platform.getTasks());
      return listOf(tasks)
        .map((task) => task.name)
        .sort();
    },
    getStatusAsync: async () => (await getStatusDetails()).status,
    getStatusDetailsAsync: getStatusDetails,
    getTaskAsync: getTask,
    async getTaskRunsAsync(options) {
      const request = parseRunsOptions(options);
      return listOf((await query('getTaskRunsAsync', () => platform.getRuns(request))).runs).map(completeRun);
    },
    async getPendingTaskRunsAsync() {
      return listOf((await query('getPendingTaskRunsAsync', () => platform.getRuns({ state: 'open' }))).runs).map(completeRun);
    },
    async triggerTaskWorkerForTestingAsync(options) {
      const request = parseTriggerOptions(options);
      const giveBack = runner.lendSlot();
      try {
        // A definition that was made a moment ago counts.
        if (parts.attaches) await runner.attach(true);
        const { runtimeId } = runner;
        const answer = await call('triggerTaskWorkerForTestingAsync', () => platform.triggerTasks({ runtimeId, ...request }));
        return answer.triggered === true;
      } finally {
        giveBack();
      }
    },
    addTaskRunListener: (listener) => listen('addTaskRunListener', 'A run', 'settled', listener, completeRun),
    addTaskProgressListener: (listener) => listen('addTaskProgressListener', 'A progress', 'progress', listener, progressEvent),
    getReportAsync: createReportMethod({ parts, connection, query, status: getStatusDetails, waits, now }),
    ...createItemMethods({ kind: connection.kind, platform, newId: parts.newId, needDefinition, query, change, warnOnce }),
    ...createCompatMethods({ register, unregister, status: getStatusDetails }),
  };
}

function notDefined(method: string, name: string, defined: readonly string[]): BackgroundTaskError {
  const list = defined.map((one) => `"${one}"`).join(', ') || 'none';
  return new BackgroundTaskError(
    'TASK_NOT_DEFINED',
    `${method}: the task "${name}" is not defined. Call BackgroundTask.defineTask("${name}", …) at module scope first. Defined: ${list}.`,
  );
}
