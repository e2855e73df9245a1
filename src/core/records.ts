import type { BackgroundTaskOutcome, BackgroundTaskRuntime, BackgroundTaskTrigger } from '../definitions.js';
import type { RunView } from './platform.js';

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
  /** Shortens the run's deadline; null: the platform's limit. */
  readonly timeLimitMs: number | null;
  /** The compatibility job's own timeout: reaching it settles `failed` with `TIMEOUT`; null: none. */
  readonly timeoutMs: number | null;
}

/** A registration with the state of its schedule. Times are epoch milliseconds. */
export interface TaskRecord {
  readonly version: 1;
  readonly name: string;
  readonly options: TaskOptions;
  readonly registeredAt: number;
  /** When the schedule last moved on; null before the first time. */
  readonly anchorAt: number | null;
  readonly failedAttempts: number;
  readonly interruptedAttempts: number;
  /** Settlings with backoff since the schedule moved on, and the time of the last of them. */
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
  readonly version: 1;
  readonly id: string;
  readonly taskName: string;
  readonly trigger: BackgroundTaskTrigger;
  readonly test: boolean;
  readonly attempt: number;
  readonly openedAt: number;
  /** Where the wake has its own end, the time at which the signal aborts, whoever claims; null: counts from the claim. */
  readonly deadline: number | null;
  readonly timeLimitMs: number | null;
  readonly timeoutMs: number | null;
  readonly declines: readonly RunDecline[];
  readonly claim: RunClaim | null;
  readonly cut: RunCut | null;
}

/** A run in the log: with nothing open. */
export interface SettledRun extends RunView {
  readonly settledAt: number;
  readonly outcome: BackgroundTaskOutcome;
}

export interface RunError {
  readonly code: string;
  readonly message: string;
}
