import type { BackgroundTaskOutcome } from '../../definitions.js';
import type { Zone } from '../../core/daily-window.js';
import type { EnqueueTaskRequest, SetProgressRequest } from '../../core/platform.js';
import type { EnqueueStep } from '../../core/queue.js';
import type { OpenRun, QueuedItem, RunDecline, RunError, SettledRun, TaskOptions, TaskRecord } from '../../core/records.js';
import type { ClaimRequest, ClaimStep, ClaimedRun, FinishRequest, Wake } from '../../core/run-transitions.js';
import type { Conditions } from '../../core/wake-selection.js';
import type { QueueHead } from './items-in.js';
import type { Records } from './records-in.js';
import type { StoreTransaction } from './store.js';

/** What a wake has found or opened. Everything in it is persisted. */
export interface OpenedWake {
  /** A later version wrote records here: nothing was touched, and newer code is to be fetched. */
  readonly newer: boolean;
  /** Runs that nobody has claimed: opened by this wake or left open by an earlier one; longest overdue first. */
  readonly offerable: readonly OpenRun[];
  /** Runs that some runtime holds, also those that were cancelled and whose holder has not returned yet. */
  readonly held: readonly ClaimedRun[];
  /** Runs that this step settled because the clock says that they are stale. */
  readonly settled: readonly SettledRun[];
}

export interface WakeRequest extends Wake {
  readonly conditions: Conditions;
  /** The tasks that the woken runtime defines: they need not wait for an interval after `undefined`. */
  readonly named: readonly string[];
  /** Opens only the tasks that it accepts; all when absent. */
  readonly accepts?: (taskName: string) => boolean;
  /** Opens no item: too little time is left. */
  readonly isShort?: boolean;
  /** Around now and what lies ahead; for registrations with a window. */
  readonly zone?: (now: number) => Zone;
  /** A test of one task, or of one item of it. */
  readonly only?: { readonly taskName: string; readonly enqueuedId: string | null } | null;
}

/** A wake that claims for its own runtime in the same transaction, at most `limit` runs of the tasks that it defines. */
export interface WakeAndClaimRequest extends WakeRequest {
  readonly claim: {
    readonly runtimeId: string;
    readonly runtime: ClaimRequest['runtime'];
    readonly limit: number;
    readonly limitMs: number;
  };
}

export interface FinishedRun {
  readonly accepted: boolean;
  readonly settled: SettledRun | null;
  /** It had settled when it was cancelled, and now its holder has returned: the place of its task is free. */
  readonly vacated: boolean;
}

export interface LedgerHealth {
  /** Records of a later version were seen: this code is older than what wrote them, and claims nothing. */
  readonly newer: boolean;
  /** A task is registered, or an item waits. */
  readonly isInUse: boolean;
  /** Records that were corrupt and were set aside. */
  readonly setAside: readonly { readonly key: string; readonly reason: string }[];
}

/**
 * The persisted side, as every runtime needs it. Every method is one transaction: all of it happened or nothing. Rejects with
 * `STORAGE_FAILED` when the storage does, with `STORAGE_NEWER` when the database itself is of a later version.
 */
export interface RunLedger {
  /** Without those that only keep the place of their task (vacating.ts). */
  openRuns(): Promise<readonly OpenRun[]>;
  /** `data` is that of the item that the run is for. */
  claim(
    taskName: string,
    request: ClaimRequest,
  ): Promise<(ClaimStep & { readonly data?: string | null }) | { readonly claimed: false; readonly reason: 'newer' }>;
  /** Returns the run as it is now, or null when it is not open any more. */
  decline(taskName: string, taskId: string, decline: RunDecline): Promise<OpenRun | null>;
  finish(taskName: string, request: FinishRequest): Promise<FinishedRun>;
  /** Settles a run that its runtime does not finish. Returns null when the run has settled meanwhile, or is held by another claim than `seen`. */
  settle(seen: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null, now: number): Promise<SettledRun | null>;
  /**
   * Does to a claimed run what `sweepRun` says: settles it, cuts it, or leaves it. `isTimeOver` says that a timer which waited for the run's time has
   * fired, whatever the clock says now; it counts only if the run still is as it was seen.
   */
  sweep(seen: ClaimedRun, now: number, holder: { readonly isAlive: boolean; readonly isTimeOver: boolean }): Promise<SweptRun>;
  /** Keeps the newest progress of a claimed run; not on the disk at once. Does nothing when the claim does not hold it any more. */
  storeProgress(request: SetProgressRequest): Promise<void>;
  /** Says that the holder of a run goes on under another name. Returns false when it does not hold the run any more. */
  moveClaim(run: ClaimedRun, runtimeId: string): Promise<boolean>;
  close(): void;
}

/** What became of a swept run. `left`: it is open, as `run` says. `gone`: it had settled already. */
export type SweptRun =
  | { readonly kind: 'settled'; readonly settled: SettledRun }
  | { readonly kind: 'cut' | 'left'; readonly run: OpenRun }
  | { readonly kind: 'gone' };

/** The steps of a wake, and the tasks that it may open. */
export interface WakeLedger {
  /** Returns the registered tasks, sorted by name. */
  tasks(now: number): Promise<readonly TaskRecord[]>;
  /** Returns the first item of each task and set of constraints, without its data. */
  queueHeads(now: number): Promise<readonly QueueHead[]>;
  hasItem(taskName: string, id: string): Promise<boolean>;
  /** Says that a runtime which defines these tasks has attached: they need not wait for an interval after `undefined`. */
  noteDefined(taskNames: readonly string[]): Promise<void>;
  /** Opens what is due; the runs are then offered to runtimes. */
  open(wake: WakeRequest): Promise<OpenedWake>;
  /** Opens what is due and claims it for the woken runtime, in one transaction. */
  openAndClaim(
    wake: WakeAndClaimRequest,
  ): Promise<OpenedWake & { readonly claimed: readonly ClaimedRun[]; readonly data: ReadonlyMap<string, string | null> }>;
}

/** An item, and whether an open run is for it. */
export interface QueuedItemState {
  readonly item: QueuedItem;
  readonly running: boolean;
}

/** Reads what it needs at the beginning of a step that stores an item, and returns what opens and claims the run of it once that has been put. */
export type TakeEnqueued = (
  step: StoreTransaction,
  taskName: string,
) => Promise<(stored: StoredItem, runs: Records<OpenRun>) => ClaimedRun | null>;

/** An item that has been put, and the sequences of those that it replaces. */
type StoredItem = Extract<EnqueueStep, { change: 'created' | 'replaced' }>;

export interface Enqueued {
  readonly change: 'created' | 'replaced' | 'kept';
  /** What was claimed in the same step. */
  readonly run: ClaimedRun | null;
}

/** The queue, which the public API needs. */
export interface ItemLedger {
  /** Rejects `QUEUE_FULL`. */
  enqueue(request: EnqueueTaskRequest, now: number, take?: TakeEnqueued): Promise<Enqueued>;
  /** Deletes the items of a task, or the one of that id, and settles their open run `cancelled`. Returns what is left of that. */
  cancel(taskName: string, id: string | null, now: number): Promise<{ readonly run: OpenRun | null; readonly settled: SettledRun | null }>;
  /** Oldest first. */
  items(filter: { readonly taskName?: string | undefined; readonly limit: number }): Promise<readonly QueuedItemState[]>;
}

/** Registrations, the log and the health report, which the public API needs. A worker that does not use the API does not carry it. */
export interface TaskLedger {
  /** `removed`: the registration of that name as it was before it was removed a moment ago; its schedule goes on. */
  register(name: string, options: TaskOptions, now: number, removed?: TaskRecord | null): Promise<'created' | 'updated' | 'unchanged'>;
  /** Removes the registration, returned as it was, and settles its open run `cancelled`; returns what is left of that. */
  unregister(
    name: string,
    now: number,
  ): Promise<{ readonly task: TaskRecord | null; readonly run: OpenRun | null; readonly settled: SettledRun | null }>;
  /** Also empties the log. */
  unregisterAll(
    now: number,
  ): Promise<{ readonly tasks: readonly TaskRecord[]; readonly runs: readonly OpenRun[]; readonly settled: readonly SettledRun[] }>;
  task(name: string, now: number): Promise<TaskRecord | null>;
  /** Newest first. */
  settledRuns(filter: { readonly taskName?: string | undefined; readonly limit: number }): Promise<readonly SettledRun[]>;
  health(): Promise<LedgerHealth>;
}

export type Ledger = RunLedger & WakeLedger & TaskLedger & ItemLedger;

export interface LedgerPorts {
  /** A new unique id: of a run, of a claim token. */
  readonly newId: () => string;
}
