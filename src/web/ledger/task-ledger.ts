import { MAXIMUM_LOGGED_RUNS, MAXIMUM_TASKS } from '../../core/constants.js';
import { decodeSettledRun } from '../../core/decode.js';
import type { OpenRun, SettledRun } from '../../core/records.js';
import { newTask, sameOptions, withOptions, clampToNow } from '../../core/schedule.js';
import { clampRunToNow, settledRun, settleRun } from '../../core/run-transitions.js';
import { BackgroundTaskError } from '../../errors.js';
import { isItemRun } from './items-in.js';
import type { LedgerHealth, TaskLedger } from './ledger.js';
import { readRecord, readRecords } from './records-in.js';
import { ALL_TABLES } from './store.js';
import type { Store, StoreTransaction, Table } from './store.js';
import { isVacating, vacate } from './vacating.js';

/** Keeps the registrations, the log and the health report. Each step is one transaction. */
export function createTaskLedger(store: Store): TaskLedger {
  const durably = <T>(tables: readonly Table[], work: (step: StoreTransaction) => Promise<T>): Promise<T> =>
    store.transaction(tables, 'readwrite', work, 'strict');

  return {
    register: (name, options, now, removed = null) =>
      durably(['tasks', 'setAside'], async (step) => {
        const stored = await readRecords(step, 'tasks');
        if (stored.newer.includes(name)) throw newerError(name);
        await stored.setAside();
        const known = stored.ok.find((task) => task.name === name) ?? (removed && { ...removed, lastRun: null });
        if (known === null) {
          if (stored.ok.length + stored.newer.length >= MAXIMUM_TASKS) throw tooManyError(name);
          step.put('tasks', newTask(name, options, now));
          return 'created';
        }
        const current = clampToNow(known, now);
        const same = sameOptions(current.options, options);
        const next = same ? current : withOptions(current, options);
        if (next !== known || removed !== null) step.put('tasks', next);
        return same ? 'unchanged' : 'updated';
      }),

    unregister: (name, now) =>
      durably(ALL_TABLES, async (step) => {
        const run = await readRecord(step, 'openRuns', name);
        const task = await readRecord(step, 'tasks', name);
        step.delete('tasks', name);
        // Items and their runs stay.
        if (run !== null && (isItemRun(run) || isVacating(run))) return { task, run: null, settled: null };
        step.delete('openRuns', name);
        if (run === null) return { task, run, settled: null };
        const { settled } = settleRun(null, clampRunToNow(run, now), 'cancelled', null, now);
        await step.append('log', settled, MAXIMUM_LOGGED_RUNS);
        return { task, run: vacate(step, run, 'unregistered', now), settled };
      }),

    unregisterAll: (now) =>
      durably(ALL_TABLES, async (step) => {
        const tasks = (await readRecords(step, 'tasks')).ok;
        const open = (await readRecords(step, 'openRuns')).ok;
        const runs = open.filter((run) => !isVacating(run));
        for (const table of ALL_TABLES) step.clear(table);
        for (const run of open.filter(isVacating)) step.put('openRuns', run);
        const ended = runs.map((run) => vacate(step, run, isItemRun(run) ? 'cancelled' : 'unregistered', now));
        return { tasks, runs: ended, settled: runs.map((run) => cancelled(run, now)) };
      }),

    task: (name, now) =>
      store.transaction(['tasks'], 'readwrite', async (step) => {
        const stored = await readRecord(step, 'tasks', name);
        if (stored === null) return null;
        const task = clampToNow(stored, now);
        if (task !== stored) step.put('tasks', task);
        return task;
      }),

    settledRuns: ({ taskName, limit }) =>
      store.transaction(['log'], 'readonly', async (step) => {
        const runs: SettledRun[] = [];
        for (const value of (await step.all('log')).reverse()) {
          const decoded = decodeSettledRun(value);
          if (decoded.kind !== 'ok' || (taskName !== undefined && decoded.value.taskName !== taskName)) continue;
          if (runs.length >= limit) break;
          runs.push(decoded.value);
        }
        return runs;
      }),

    async health() {
      try {
        // Nothing is corrupt as a rule, and who only reads keeps nobody waiting.
        const found = await store.transaction(ALL_TABLES, 'readonly', (step) => healthIn(step, false));
        return found ?? (await store.transaction(ALL_TABLES, 'readwrite', (step) => healthIn(step, true)));
      } catch (error: unknown) {
        if (error instanceof BackgroundTaskError && error.code === 'STORAGE_NEWER') return { newer: true, isInUse: false, setAside: [] };
        throw error;
      }
    },
  };
}

function healthIn(step: StoreTransaction, mayWrite: true): Promise<LedgerHealth>;
function healthIn(step: StoreTransaction, mayWrite: boolean): Promise<LedgerHealth | null>;
/** Null when records are to be set aside first. */
async function healthIn(step: StoreTransaction, mayWrite: boolean): Promise<LedgerHealth | null> {
  const [tasks, runs, former] = await Promise.all([readRecords(step, 'tasks'), readRecords(step, 'openRuns'), step.all('setAside')]);
  const isCorrupt = tasks.isCorrupt || runs.isCorrupt;
  if (isCorrupt && !mayWrite) return null;
  await tasks.setAside();
  await runs.setAside();
  const values = isCorrupt ? await step.all('setAside') : former;
  const setAside = values.map((value) => {
    const { key, reason } = (value ?? {}) as { key?: unknown; reason?: unknown };
    return { key: textOf(key), reason: textOf(reason) };
  });
  return { newer: tasks.newer.length + runs.newer.length > 0, isInUse: tasks.ok.length > 0 || (await step.countItems()) > 0, setAside };
}

function cancelled(run: OpenRun, now: number): SettledRun {
  const settled = settledRun(clampRunToNow(run, now), 'cancelled', null, now);
  return isItemRun(run) ? { ...settled, final: true } : settled;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '?';
}

function newerError(name: string): BackgroundTaskError {
  return new BackgroundTaskError(
    'STORAGE_NEWER',
    `The registration of "${name}" is of a newer version of the app and was left alone: reload the page.`,
  );
}

function tooManyError(name: string): BackgroundTaskError {
  return new BackgroundTaskError(
    'TOO_MANY_TASKS',
    `"${name}" was not registered: ${MAXIMUM_TASKS} tasks are. Unregister some, or let one task do the work of several.`,
  );
}
