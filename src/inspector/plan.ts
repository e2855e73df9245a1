import type { BackgroundTaskReport, BackgroundTaskReportRun } from '@capgo/capacitor-background-task';

type Task = BackgroundTaskReport['tasks'][number];

const MINUTE = 60_000;

/** A run beside the time at which its schedule let it begin; null where the log does not tell (a retry, an item, a test, other options then). */
export interface PlannedRun {
  readonly run: BackgroundTaskReportRun;
  readonly plannedAt: number | null;
}

/** The runs of a registration, oldest first. */
export function plannedRuns({ name, options, registeredAt }: Task, runs: readonly BackgroundTaskReportRun[]): PlannedRun[] {
  const own = runs.filter((run) => run.taskName === name && !run.enqueued).sort((a, b) => a.timestamp - b.timestamp);
  const interval = options.minimumInterval * MINUTE;
  let next: number | null = registeredAt + (options.initialDelay ?? options.minimumInterval) * MINUTE;
  return own.map((run) => {
    const { trigger, attempt, timestamp, settledAt, outcome } = run;
    if (trigger === 'test') return { run, plannedAt: null };
    const isKnown = next !== null && next <= timestamp && attempt === 1 && options.window === null;
    const plannedAt = isKnown ? next : null;
    const movesOn = outcome === 'success' || (outcome === 'failed' && attempt > options.maximumRetries);
    next = movesOn && settledAt !== null ? settledAt + interval : null;
    return { run, plannedAt };
  });
}
