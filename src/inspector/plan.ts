import type { BackgroundTaskReport, BackgroundTaskReportRun } from '@capgo/capacitor-background-task';

type Task = BackgroundTaskReport['tasks'][number];

const MINUTE = 60_000;

/** Pairs a run with its planned time; null for a test, a retry, a task with a window, and a run too early for today's options. */
export interface PlannedRun {
  readonly run: BackgroundTaskReportRun;
  readonly plannedAt: number | null;
}

/** Returns the runs of a registration, oldest first, without those of enqueued items. */
export function plannedRuns({ name, options, registeredAt }: Task, runs: readonly BackgroundTaskReportRun[]): PlannedRun[] {
  const own = runs.filter((run) => run.taskName === name && !run.enqueued).sort((a, b) => a.timestamp - b.timestamp);
  const interval = options.minimumInterval * MINUTE;
  let next: number | null = registeredAt + (options.initialDelay ?? options.minimumInterval) * MINUTE;
  return own.map((run) => {
    const { trigger, attempt, timestamp, settledAt, outcome } = run;
    if (trigger === 'test' || timestamp < registeredAt) return { run, plannedAt: null };
    const isKnown = next !== null && next <= timestamp && attempt === 1 && options.window === null;
    const plannedAt = isKnown ? next : null;
    const movesOn = outcome === 'success' || (outcome === 'failed' && attempt > options.maximumRetries);
    next = movesOn && settledAt !== null ? settledAt + interval : null;
    return { run, plannedAt };
  });
}
