import type { BackgroundTaskBlocker, BackgroundTaskRuntime, BackgroundTaskStatusDetails, BackgroundTaskTrigger } from '../definitions.js';
import type { Constraints, DeclineReason, RunError, RunView, TaskOptions } from './records.js';

// The native contract. docs/contract.md is its text; Java and Swift are written from that page.

export interface AttachRequest {
  readonly contractVersion: number;
  readonly runtimeId: string;
  readonly runtime: BackgroundTaskRuntime;
  /** All names that this runtime defines and may run; each call gives the whole list. */
  readonly taskNames: readonly string[];
}

export interface RunOffer {
  readonly taskId: string;
  readonly taskName: string;
  readonly trigger: BackgroundTaskTrigger;
  readonly test: boolean;
  readonly attempt: number;
  readonly timestamp: number;
}

export interface AttachResult {
  readonly contractVersion: number;
  readonly runs: readonly RunOffer[];
}

export interface ClaimRunRequest {
  readonly taskId: string;
  readonly taskName: string;
  readonly runtimeId: string;
  readonly runtime: BackgroundTaskRuntime;
}

export type ClaimRunResult =
  | {
      readonly claimed: true;
      readonly token: string;
      readonly deadline: number;
      readonly timeoutMs: number | null;
      /** For the run of an item, the item's id, and its data as JSON text. Null or absent for the run of a registration. */
      readonly enqueuedId?: string | null;
      readonly data?: string | null;
    }
  | { readonly claimed: false; readonly reason: string };

export interface DeclineRunRequest {
  readonly taskId: string;
  readonly taskName: string;
  readonly runtimeId: string;
  readonly reason: DeclineReason;
}

export interface FinishRunRequest {
  readonly taskId: string;
  readonly taskName: string;
  readonly token: string;
  readonly outcome: 'success' | 'failed' | 'expired';
  readonly error: RunError | null;
  /** The last progress as JSON text; null or absent: none was set. */
  readonly progress?: string | null;
}

/** The runner sends this at most four times a second for each run. */
export interface SetProgressRequest {
  readonly taskId: string;
  readonly taskName: string;
  readonly token: string;
  /** JSON text. */
  readonly progress: string;
}

export interface ProgressEvent {
  readonly taskId: string;
  readonly taskName: string;
  readonly enqueuedId?: string | null;
  /** JSON text. */
  readonly progress: string;
}

export interface ExpireEvent {
  readonly taskId: string;
  readonly taskName: string;
  readonly token: string;
  /** `unregistered` and `cancelled` abort without an expiration event; every other reason is an expiry. */
  readonly reason: string;
  readonly settlesAt: number;
}

/** What the runner needs of a platform. */
export interface RunPlatform {
  attach(this: void, request: AttachRequest): Promise<AttachResult>;
  claimRun(this: void, request: ClaimRunRequest): Promise<ClaimRunResult>;
  declineRun(this: void, request: DeclineRunRequest): Promise<void>;
  finishRun(this: void, request: FinishRunRequest): Promise<{ accepted: boolean }>;
  /** The runner does not wait for it, because a native part of contract version 1 lacks it. */
  setProgress(this: void, request: SetProgressRequest): Promise<unknown>;
}

export interface PlatformEvents {
  run: RunOffer;
  expire: ExpireEvent;
  settled: RunView;
  progress: ProgressEvent;
}

export interface RegisterTaskRequest {
  readonly name: string;
  readonly options: TaskOptions;
}

export interface EnqueueTaskRequest {
  readonly taskName: string;
  readonly id: string;
  readonly existing: 'replace' | 'keep';
  /** JSON text; null: none was given. */
  readonly data: string | null;
  readonly initialDelayMs: number;
  readonly constraints: Constraints;
  readonly maximumRetries: number;
  readonly timeLimitMs: number | null;
}

export interface EnqueueTaskResult {
  readonly id: string;
  readonly change: 'created' | 'replaced' | 'kept';
  readonly notices?: readonly Notice[];
}

export interface ItemView {
  readonly taskName: string;
  readonly id: string;
  readonly enqueuedAt: number;
  readonly eligibleAt: number;
  readonly attempts: number;
  readonly running: boolean;
  readonly blockedBy: readonly BackgroundTaskBlocker[];
  /** JSON text, if it was asked for. */
  readonly data?: string | null;
}

export interface EnqueuedRequest {
  readonly taskName?: string;
  readonly limit: number;
  readonly includeData: boolean;
}

export interface TriggerRequest {
  readonly runtimeId: string;
  readonly headless: boolean;
  readonly taskName?: string;
  readonly enqueuedId?: string;
}

export interface Notice {
  readonly code: string;
  readonly message: string;
}

export interface RegisterTaskResult {
  readonly change: 'created' | 'updated' | 'unchanged';
  /** Says what the user or the system denies for now, or what the platform does differently. The caller warns of each once. */
  readonly notices: readonly Notice[];
}

export interface TaskView {
  readonly name: string;
  readonly options: TaskOptions;
  readonly notHonoured: readonly string[];
  readonly registeredAt: number;
  readonly lastRun: RunView | null;
  readonly nextEligibleAt: number;
  readonly blockedBy: readonly BackgroundTaskBlocker[];
  /** What the system's own history says of the time since the task became due; absent where there is no such history. */
  readonly waits?: readonly { readonly blocker: BackgroundTaskBlocker; readonly ms: number }[];
  readonly stalled: boolean;
}

export interface RunsRequest {
  readonly state: 'open' | 'settled';
  readonly taskName?: string;
  readonly limit?: number;
}

/** What the public API needs of a platform beside that. */
export interface TaskPlatform extends RunPlatform {
  registerTask(request: RegisterTaskRequest): Promise<RegisterTaskResult>;
  unregisterTask(request: { name: string }): Promise<void>;
  unregisterAllTasks(): Promise<void>;
  getTasks(): Promise<{ tasks: TaskView[] }>;
  getTask(request: { name: string }): Promise<{ task: TaskView | null }>;
  getRuns(request: RunsRequest): Promise<{ runs: RunView[] }>;
  enqueueTask(request: EnqueueTaskRequest): Promise<EnqueueTaskResult>;
  /** Takes out all items of the task when there is no id. */
  cancelEnqueued(request: { taskName: string; id?: string }): Promise<void>;
  /** Returns the oldest first. */
  getEnqueued(request: EnqueuedRequest): Promise<{ items: ItemView[] }>;
  getStatus(): Promise<BackgroundTaskStatusDetails>;
  /** Resolves when all runs but those held by `runtimeId` have settled. */
  triggerTasks(request: TriggerRequest): Promise<{ triggered: boolean }>;
  addListener<Name extends keyof PlatformEvents>(
    eventName: Name,
    listener: (event: PlatformEvents[Name]) => void,
  ): Promise<{ remove: () => Promise<void> }>;
}
