import type { RegisterTaskResult, TaskPlatform } from '../../core/platform.js';
import { runView } from '../../core/run-transitions.js';
import type { RunLedger, TaskLedger, WakeLedger } from '../ledger/ledger.js';
import type { Clock } from '../../runner/ports.js';
import { readConditions } from './battery.js';
import type { KeptRegistrations } from './kept-registrations.js';
import type { RunBroker } from './run-broker.js';
import { taskView } from './task-views.js';
import { browserZone } from './clock.js';

const DEFAULT_RUNS = 100;

export type BrowserTasks = Pick<
  TaskPlatform,
  'registerTask' | 'unregisterTask' | 'unregisterAllTasks' | 'getTasks' | 'getTask' | 'getRuns'
>;

/** Implements the part of the native contract that pages and workers fulfil in the same way. */
export function createBrowserTasks(
  ledger: RunLedger & WakeLedger & TaskLedger,
  broker: RunBroker,
  clock: Clock,
  kept: KeptRegistrations,
): BrowserTasks {
  const changed = (): void => broker.tell({ kind: 'tasks-changed' });
  return {
    async registerTask({ name, options }): Promise<RegisterTaskResult> {
      const change = await ledger.register(name, options, clock.now(), kept.take(name));
      if (change !== 'unchanged') changed();
      return { change, notices: [] };
    },
    async unregisterTask({ name }) {
      const { task, run, settled } = await ledger.unregister(name, clock.now());
      if (task !== null) kept.keep([task]);
      if (run !== null) broker.cancelled(run, settled);
      changed();
    },
    async unregisterAllTasks() {
      const { tasks, runs, settled } = await ledger.unregisterAll(clock.now());
      kept.keep(tasks);
      for (const run of runs) broker.cancelled(run, settled.find((one) => one.taskId === run.id) ?? null);
      changed();
    },
    async getTasks() {
      const now = clock.now();
      const [tasks, conditions] = await Promise.all([ledger.tasks(now), readConditions()]);
      return { tasks: tasks.map((task) => taskView(task, conditions, now, browserZone)) };
    },
    async getTask({ name }) {
      const now = clock.now();
      const task = await ledger.task(name, now);
      return { task: task === null ? null : taskView(task, await readConditions(), now, browserZone) };
    },
    async getRuns({ state, taskName, limit = DEFAULT_RUNS }) {
      if (state === 'settled') return { runs: [...(await ledger.settledRuns({ taskName, limit }))] };
      const runs = (await ledger.openRuns()).filter((run) => taskName === undefined || run.taskName === taskName);
      return {
        runs: runs
          .map(runView)
          .sort((a, b) => b.timestamp - a.timestamp)
          .slice(0, limit),
      };
    },
  };
}
