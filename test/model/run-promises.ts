import type { OpenRun, SettledRun } from '../../src/core/records.js';
import { BackgroundTaskResult } from '../../src/definitions.js';
import type { Callbacks } from './callbacks.js';
import type { PromisedItems } from './promised-items.js';

/** Holds the open runs and the log to what the package promises; throws what is broken. */
export class RunPromises {
  readonly #settledIds = new Set<string>();

  constructor(
    readonly callbacks: Callbacks,
    readonly items: PromisedItems,
  ) {}

  check(open: readonly OpenRun[], log: readonly SettledRun[]): void {
    this.callbacks.checkAll();
    const [violation] = this.callbacks.violations;
    if (violation !== undefined) throw new Error(violation);
    for (const run of log) this.#settledIds.add(run.taskId);
    if (new Set(log.map((run) => run.taskId)).size < log.length) throw new Error('a run has settled twice');
    const again = open.find((run) => this.#settledIds.has(run.id));
    if (again !== undefined) throw new Error(`a settled run is open again: ${again.id}`);
    for (const { taskId, taskName, outcome, enqueuedId, final } of log) {
      // Named by none for 30 days: a clock that jumps makes them.
      if (outcome === 'undefined' && final === true) this.items.drop(taskName, enqueuedId ?? undefined);
      const results = this.callbacks.results.get(taskId);
      if (results !== undefined && results.length > 1) throw new Error(`a run of "${taskName}" was executed ${results.length} times`);
      if (outcome === 'success' && results?.[0] !== BackgroundTaskResult.Success)
        throw new Error(`the log says success of "${taskName}", its callback returned ${String(results?.[0])}`);
      if ((outcome === 'undefined' || outcome === 'not-started') && results !== undefined)
        throw new Error(`the log says ${outcome} of "${taskName}", and its callback ran`);
    }
  }
}
