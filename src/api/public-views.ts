import { clockTime } from '../core/daily-window.js';
import type { ProgressEvent, TaskView } from '../core/platform.js';
import type { RunView } from '../core/records.js';
import type {
  BackgroundTaskInfo,
  BackgroundTaskProgressEvent,
  BackgroundTaskRun,
  BackgroundTaskStatusDetails,
  BackgroundTaskWait,
} from '../definitions.js';

// Every key may be absent, because Android's JSON drops null values, and a native part may be older than this code.

export function publicTask(view: TaskView, waits: readonly BackgroundTaskWait[]): BackgroundTaskInfo {
  const { minimumIntervalMs, timeLimitMs, timeoutMs: _timeoutMs, initialDelayMs, window, ...options } = view.options;
  return {
    ...view,
    options: {
      ...options,
      minimumInterval: minimumIntervalMs / 60_000,
      timeLimit: timeLimitMs == null ? null : timeLimitMs / 1000,
      initialDelay: initialDelayMs == null ? null : initialDelayMs / 60_000,
      window: window == null ? null : { from: clockTime(window.fromMinutes), to: clockTime(window.toMinutes) },
      notHonoured: listOf(view.notHonoured),
    },
    lastRun: view.lastRun == null ? null : completeRun(view.lastRun),
    blockedBy: listOf(view.blockedBy),
    waits,
    stalled: view.stalled === true,
  };
}

const ABSENT = {
  claimedAt: null,
  settledAt: null,
  runtime: null,
  deadline: null,
  outcome: null,
  error: null,
  enqueuedId: null,
  final: false,
};

export function completeRun(run: RunView): BackgroundTaskRun {
  return { ...ABSENT, ...run, test: run.trigger === 'test', progress: parsedJson(run.progress) };
}

export function progressEvent({ taskId, taskName, enqueuedId, progress }: ProgressEvent): BackgroundTaskProgressEvent {
  return { taskId, taskName, enqueuedId: enqueuedId ?? null, progress: parsedJson(progress) };
}

/** Data and progress go through a platform as JSON text. */
export function parsedJson(text: string | null | undefined): unknown {
  return text == null ? null : JSON.parse(text);
}

export function publicStatus(details: BackgroundTaskStatusDetails): BackgroundTaskStatusDetails {
  return {
    ...details,
    reasons: listOf(details.reasons),
    runsWhileClosed: details.runsWhileClosed === true,
    platform: { ...details.platform },
  };
}

export function listOf<T>(list: readonly T[] | null | undefined): T[] {
  return [...(list ?? [])];
}
