import type { OpenRun, RunError } from './records.js';
import { NOT_CLAIMED } from './run-errors.js';

export interface UnclaimedOutcome {
  readonly outcome: 'not-started' | 'undefined';
  readonly error: RunError;
}

/**
 * Says how a run settles that nobody is left to be asked for. `asked` are the runtimes that were offered it; `startFailure` says why the worker or the
 * headless runtime could not be started, or is null. Silence of a runtime that was asked is never a decline.
 */
export function unclaimedOutcome(run: OpenRun, asked: readonly string[], startFailure: RunError | null): UnclaimedOutcome {
  if (startFailure !== null) return { outcome: 'not-started', error: startFailure };
  const declined = new Set(run.declines.map((one) => one.runtimeId));
  if (asked.some((runtimeId) => !declined.has(runtimeId))) return { outcome: 'not-started', error: scriptSilent(run.taskName) };
  if (run.declines.some((one) => one.reason === 'busy')) return { outcome: 'not-started', error: stillBusy(run.taskName) };
  return run.declines.length === 0
    ? { outcome: 'not-started', error: NOT_CLAIMED }
    : { outcome: 'undefined', error: notDefined(run.taskName) };
}

const scriptSilent = (taskName: string): RunError => ({
  code: 'SCRIPT_SILENT',
  message: `JavaScript did not answer the offer of "${taskName}": its thread is blocked, or the system froze it.`,
});

const stillBusy = (taskName: string): RunError => ({
  code: 'NOT_CLAIMED',
  message: `An earlier callback of "${taskName}" still goes on although its run was cut. Let it end when its signal aborts.`,
});

const notDefined = (taskName: string): RunError => ({
  code: 'TASK_NOT_DEFINED',
  message: `No runtime has a callback for "${taskName}". Call defineTask for it at module scope of the tasks module, or unregister the task.`,
});
