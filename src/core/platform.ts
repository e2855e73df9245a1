import type {
  BackgroundTaskBlocker,
  BackgroundTaskRun,
  BackgroundTaskRuntime,
  BackgroundTaskStatusDetails,
  BackgroundTaskTrigger,
} from '../definitions.js';
import type { DeclineReason, RunError, TaskOptions } from './records.js';

// The native contract. docs/contract.md is its text; Java and Swift are written from that page.

export interface AttachRequest {
  readonly contractVersion: number;
  readonly runtimeId: string;
  readonly runtime: BackgroundTaskRuntime;
  /** All names that this runtime defines and may run, each time the whole list. */
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
  | { readonly claimed: true; readonly token: string; readonly deadline: number; readonly timeoutMs: number | null }
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
}

export interface ExpireEvent {
  readonly taskId: string;
  readonly taskName: string;
  readonly token: string;
  /** `unregistered` aborts without an expiration event; every other reason is an expiry. */
  readonly reason: string;
  readonly settlesAt: number;
}

/** What the runner needs of a platform. */
export interface RunPlatform {
  attach(this: void, request: AttachRequest): Promise<AttachResult>;
  claimRun(this: void, request: ClaimRunRequest): Promise<ClaimRunResult>;
  declineRun(this: void, request: DeclineRunRequest): Promise<void>;
  finishRun(this: void, request: FinishRunRequest): Promise<{ accepted: boolean }>;
}

export interface PlatformEvents {
  run: RunOffer;
  expire: ExpireEvent;
  settled: RunView;
}

export interface RegisterTaskRequest {
  readonly name: string;
  readonly options: TaskOptions;
}

export interface Notice {
  readonly code: string;
  readonly message: string;
}

export interface RegisterTaskResult {
  readonly change: 'created' | 'updated' | 'unchanged';
  /** What the user or the system denies for now, or the platform does otherwise: warned about once. */
  readonly notices: readonly Notice[];
}

/** A run, open or settled, as a platform sends it. */
export type RunView = Omit<BackgroundTaskRun, 'test'>;

export interface TaskView {
  readonly name: string;
  readonly options: TaskOptions;
  readonly notHonoured: readonly string[];
  readonly registeredAt: number;
  readonly lastRun: RunView | null;
  readonly nextEligibleAt: number;
  readonly blockedBy: readonly BackgroundTaskBlocker[];
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
  getStatus(): Promise<BackgroundTaskStatusDetails>;
  /** Resolves when all runs but those held by `runtimeId` have settled. */
  triggerTasks(request: { runtimeId: string; headless: boolean }): Promise<{ triggered: boolean }>;
  addListener<Name extends keyof PlatformEvents>(
    eventName: Name,
    listener: (event: PlatformEvents[Name]) => void,
  ): Promise<{ remove: () => Promise<void> }>;
}
