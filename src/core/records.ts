import type { BackgroundTaskOutcome, BackgroundTaskRun, BackgroundTaskRuntime, BackgroundTaskTrigger } from '../definitions.js';

/** Options as they are stored and sent to a platform: checked, complete, in milliseconds. */
export interface TaskOptions {
  readonly minimumIntervalMs: number;
  readonly requiresNetwork: boolean;
  readonly requiresUnmeteredNetwork: boolean;
  readonly requiresCharging: boolean;
  readonly requiresBatteryNotLow: boolean;
  readonly requiresStorageNotLow: boolean;
  readonly requiresDeviceIdle: boolean;
  readonly maximumRetries: number;
  /** Shortens the run's deadline. Null means the platform's limit. */
  readonly timeLimitMs: number | null;
  /** The compatibility job's own timeout, which settles a run `failed` with `TIMEOUT`. Null means none. */
  readonly timeoutMs: number | null;
  /** The time from the registration to the first run. Null or absent means one interval. */
  readonly initialDelayMs?: number | null;
  /** When of a day the task may run. Null or absent means at any time. */
  readonly window?: DailyWindow | null;
}

/** Local wall-clock times, in minutes since midnight. The window has ended at `toMinutes`; one that is smaller than `fromMinutes` is a time of the next day. */
export interface DailyWindow {
  readonly fromMinutes: number;
  readonly toMinutes: number;
}

/** A registration with the state of its schedule. Times are epoch milliseconds. */
export interface TaskRecord {
  /** 2 when the options have `initialDelayMs` or `window`, which older code would ignore. */
  readonly version: 1 | 2;
  readonly name: string;
  readonly options: TaskOptions;
  readonly registeredAt: number;
  /** When the schedule last moved on; null before the first time. */
  readonly anchorAt: number | null;
  readonly failedAttempts: number;
  readonly interruptedAttempts: number;
  /** How many settlings led to backoff since the schedule moved on, and the time of the last of them. */
  readonly backoffCount: number;
  readonly backoffFrom: number | null;
  /** When a run last settled `undefined`; cleared when a runtime that names the task attaches. */
  readonly undefinedAt: number | null;
  readonly lastRun: SettledRun | null;
}

export interface RunClaim {
  readonly token: string;
  readonly runtimeId: string;
  readonly runtime: BackgroundTaskRuntime;
  readonly claimedAt: number;
  /** When the signal aborts. */
  readonly deadline: number;
}

/** Why and until when a claimed run is being cut. */
export interface RunCut {
  readonly reason: string;
  readonly settlesAt: number;
}

export type DeclineReason = 'undefined' | 'runtime' | 'busy';

export interface RunDecline {
  readonly runtimeId: string;
  readonly reason: DeclineReason;
}

/** A run that is not settled. There is at most one per task. */
export interface OpenRun {
  /** 2 for an item's run, because older code would take it for one of a registration. */
  readonly version: 1 | 2;
  readonly id: string;
  readonly taskName: string;
  readonly trigger: BackgroundTaskTrigger;
  readonly test: boolean;
  readonly attempt: number;
  readonly openedAt: number;
  /** The time at which the signal aborts, whoever claims the run, where the wake has an end of its own. Null when the run's time counts from its claim. */
  readonly deadline: number | null;
  readonly timeLimitMs: number | null;
  readonly timeoutMs: number | null;
  readonly declines: readonly RunDecline[];
  readonly claim: RunClaim | null;
  readonly cut: RunCut | null;
  /** What the run is for: an item of the queue, or (null or absent) the registration. */
  readonly item?: RunItem | null;
  /** The last progress that was stored, as JSON text; null or absent: none. */
  readonly progress?: string | null;
}

/** Names the item that a run is for. */
export interface RunItem {
  readonly sequence: number;
  readonly id: string;
}

/** The conditions that a task or an item may ask for. */
export type Constraints = Pick<TaskOptions, Extract<keyof TaskOptions, `requires${string}`>>;

/** One piece of work for a task. It is running while an open run names its `sequence`. */
export interface QueuedItem {
  readonly version: 2;
  /** Counts up in the queue, and names the record: two items may have one `id` while the older of them runs. */
  readonly sequence: number;
  readonly taskName: string;
  readonly id: string;
  /** The JSON text as JavaScript made it, or null when no data was given. */
  readonly data: string | null;
  readonly enqueuedAt: number;
  /** When `eligibleAt` was computed: as the item was enqueued, backed off, or found undefined. */
  readonly scheduledAt: number;
  /** The item may not run before this time. */
  readonly eligibleAt: number;
  readonly constraints: Constraints;
  readonly maximumRetries: number;
  readonly timeLimitMs: number | null;
  /** How many of its runs ended `failed`, `expired` or `lost`. */
  readonly attempts: number;
  /** How many of them ended `failed`. */
  readonly failures: number;
  /** How many in a row ended `expired` or `lost`. */
  readonly interruptions: number;
  /** How many settlings led to backoff. */
  readonly backoffCount: number;
  /** Since when no runtime has named the task. Null when none was asked, or when one has named it. */
  readonly undefinedSince: number | null;
}

/** A run, open or settled, as a platform sends it. Its progress is JSON text; absent is null, and `final` absent is false. */
export interface RunView extends Omit<BackgroundTaskRun, 'test' | 'enqueuedId' | 'final' | 'progress'> {
  readonly enqueuedId?: string | null;
  readonly final?: boolean;
  readonly progress?: string | null;
}

/** A run in the log, with nothing open. */
export interface SettledRun extends RunView {
  readonly settledAt: number;
  readonly outcome: BackgroundTaskOutcome;
}

export interface RunError {
  readonly code: string;
  readonly message: string;
}
