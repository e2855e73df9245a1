import { parseEnqueueOptions, parseItemId } from '../core/options.js';
import type { ItemView, TaskPlatform } from '../core/platform.js';
import { parseOwnTaskName } from '../core/task-name.js';
import type { BackgroundTaskPlugin, EnqueuedTask } from '../definitions.js';
import type { PlatformConnection } from './platform-connection.js';
import { listOf, parsedJson } from './public-views.js';
import { parseEnqueuedOptions } from './query-options.js';

/** What the methods of items need of the ordinary API. */
export interface ItemMethodPorts {
  readonly kind: PlatformConnection['kind'];
  readonly platform: TaskPlatform;
  readonly newId: () => string;
  /** Throws `TASK_NOT_DEFINED` when this runtime has no callback for the task. */
  readonly needDefinition: (method: string, name: string) => void;
  readonly query: <T>(method: string, answer: () => Promise<T>) => Promise<T>;
  readonly change: <T>(method: string, answer: () => Promise<T>) => Promise<T>;
  readonly warnOnce: (message: string) => void;
}

type ItemMethods = Pick<BackgroundTaskPlugin, 'enqueueTaskAsync' | 'cancelEnqueuedAsync' | 'getEnqueuedAsync'>;

export function createItemMethods(ports: ItemMethodPorts): ItemMethods {
  const { kind, platform, newId, needDefinition, query, change, warnOnce } = ports;
  return {
    async enqueueTaskAsync(taskName, options) {
      const name = parseOwnTaskName(taskName);
      const { item, warnings } = parseEnqueueOptions(options, kind, newId);
      needDefinition('enqueueTaskAsync', name);
      for (const warning of warnings) warnOnce(`"${name}": ${warning}`);
      const answer = await change('enqueueTaskAsync', () => platform.enqueueTask({ taskName: name, ...item }));
      for (const { code, message } of listOf(answer.notices)) warnOnce(`${code}: ${message}`);
      return { id: answer.id, change: answer.change };
    },
    async cancelEnqueuedAsync(taskName, id) {
      const request = { taskName: parseOwnTaskName(taskName), ...(id !== undefined && { id: parseItemId(id) }) };
      await change('cancelEnqueuedAsync', () => platform.cancelEnqueued(request));
    },
    async getEnqueuedAsync(options) {
      const request = parseEnqueuedOptions(options);
      return listOf((await query('getEnqueuedAsync', () => platform.getEnqueued(request))).items).map(publicItem);
    },
  };
}

function publicItem(view: ItemView): EnqueuedTask {
  return { ...view, running: view.running, blockedBy: listOf(view.blockedBy), data: parsedJson(view.data) };
}
