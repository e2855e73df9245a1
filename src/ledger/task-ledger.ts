import { MAXIMUM_TASKS } from '../core/constants.js';
import { MAXIMUM_LOGGED_RUNS } from '../core/wake-constants.js';
import { decodeSettledRun } from '../core/decode.js';
import type { SettledRun } from '../core/records.js';
import { newTask, sameOptions, withOptions } from '../core/registration.js';
import { runWithoutFuture, settleRun } from '../core/runs.js';
import { withoutFuture } from '../core/schedule.js';
import { BackgroundTaskError } from '../errors.js';
import type { TaskLedger } from './ledger.js';
import { readOpenRun, readOpenRuns, readTask, readTasks } from './records-in.js';
import type { Store, Table } from './store.js';

const ALL: readonly Table[] = ['tasks', 'openRuns', 'log', 'setAside'];
const DURABLE = { write: true, durable: true };
const WRITE = { write: true };
const READ = { write: false };

/** Registrations and the log. Each step is one transaction. */
export function createTaskLedger(store: Store): TaskLedger {
  return {
    register: (name, options, now) =>
      store.transaction(['tasks', 'setAside'], DURABLE, async (step) => {
        const stored = await readTasks(step);
        if (stored.newer.includes(name)) throw newerError(name);
        await stored.setAside();
        const known = stored.ok.find((task) => task.name === name);
        if (known === undefined) {
          if (stored.ok.length + stored.newer.length >= MAXIMUM_TASKS) throw tooManyError(name);
          step.put('tasks', newTask(name, options, now));
          return 'created';
        }
        const current = withoutFuture(known, now);
        const same = sameOptions(current.options, options);
        const next = same ? current : withOptions(current, options);
        if (next !== known) step.put('tasks', next);
        return same ? 'unchanged' : 'updated';
      }),

    unregister: (name, now) =>
      store.transaction(ALL, DURABLE, async (step) => {
        const run = await readOpenRun(step, name);
        step.delete('tasks', name);
        step.delete('openRuns', name);
        if (run === null) return { run, settled: null };
        const { settled } = settleRun(null, runWithoutFuture(run, now), 'cancelled', null, now);
        await step.append('log', settled, MAXIMUM_LOGGED_RUNS);
        return { run, settled };
      }),

    unregisterAll: (now) =>
      store.transaction(ALL, DURABLE, async (step) => {
        const runs = (await readOpenRuns(step)).ok;
        for (const table of ALL) step.clear(table);
        return { runs, settled: runs.map((run) => settleRun(null, runWithoutFuture(run, now), 'cancelled', null, now).settled) };
      }),

    task: (name, now) =>
      store.transaction(['tasks'], WRITE, async (step) => {
        const stored = await readTask(step, name);
        if (stored === null) return null;
        const task = withoutFuture(stored, now);
        if (task !== stored) step.put('tasks', task);
        return task;
      }),

    settledRuns: ({ taskName, limit }) =>
      store.transaction(['log'], READ, async (step) => {
        const runs: SettledRun[] = [];
        for (const value of (await step.all('log')).reverse()) {
          const decoded = decodeSettledRun(value);
          if (decoded.kind !== 'ok' || (taskName !== undefined && decoded.value.taskName !== taskName)) continue;
          if (runs.length >= limit) break;
          runs.push(decoded.value);
        }
        return runs;
      }),

    health: () =>
      store
        .transaction(ALL, WRITE, async (step) => {
          const [tasks, runs] = await Promise.all([readTasks(step), readOpenRuns(step)]);
          await tasks.setAside();
          await runs.setAside();
          const setAside = (await step.all('setAside')).map((value) => {
            const { key, reason } = (value ?? {}) as { key?: unknown; reason?: unknown };
            return { key: textOf(key), reason: textOf(reason) };
          });
          return { newer: tasks.newer.length + runs.newer.length > 0, setAside };
        })
        .catch((error: unknown) => {
          if (error instanceof BackgroundTaskError && error.code === 'STORAGE_NEWER') return { newer: true, setAside: [] };
          throw error;
        }),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '?';
}

function newerError(name: string): BackgroundTaskError {
  return new BackgroundTaskError('STORAGE_NEWER', `The registration of "${name}" is of a newer version of the app and was left alone: reload the page.`);
}

function tooManyError(name: string): BackgroundTaskError {
  return new BackgroundTaskError('TOO_MANY_TASKS', `"${name}" was not registered: ${MAXIMUM_TASKS} tasks are. Unregister some, or let one task do the work of several.`);
}
