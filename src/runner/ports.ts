import type { BackgroundTaskCallback, BackgroundTaskEvent, BackgroundTaskExpirationEvent, BackgroundTaskRuntime } from '../definitions.js';
import type { ExpireEvent, RunOffer, RunPlatform } from '../core/platform.js';
import type { GiveBack, Slots } from './slots.js';

export interface Clock {
  /** Returns the time in milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `delayMs`. Returns a function that cancels it. */
  after(delayMs: number, call: () => void): () => void;
}

export interface Log {
  warn(this: void, message: string): void;
}

export interface Definition {
  readonly name: string;
  readonly callback: BackgroundTaskCallback<never>;
  /** Null means every kind of runtime. */
  readonly runtimes: readonly BackgroundTaskRuntime[] | null;
}

/** The definitions of this JavaScript context, shared by all copies of the package in it. */
export interface Definitions {
  define(definition: Definition): void;
  get(name: string): Definition | undefined;
  names(): readonly string[];
  /** Calls back after a name was defined or redefined. Returns a function that removes the listener. */
  onDefine(listener: (definition: Definition) => void): () => void;
}

/** What a runner needs of its platform. One that attaches needs `attach` beside it. */
export type RunCalls = Omit<RunPlatform, 'attach'>;

export interface RunnerPorts {
  readonly platform: RunCalls;
  readonly runtime: BackgroundTaskRuntime;
  readonly runtimeId: string;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly log: Log;
  /** True in production builds, where the log gets no stacks. */
  readonly production: boolean;
  /** The time from the cut of a run to its settling. Default: the web's. */
  readonly graceMs?: number;
  /** Default: slots of this runner's own, as many as callbacks may run at once. */
  readonly slots?: Slots;
  /** How long the platform may take to answer. Null where it is in the same context and cannot fall silent; default: the limit of a bridge. */
  readonly callLimitMs?: number | null;
}

/** What a runtime gets with the run that it has claimed. */
export interface Claim {
  readonly token: string;
  readonly deadline: number;
  readonly timeoutMs: number | null;
  /** For the run of an item, the item's id, and its data as JSON text. */
  readonly enqueuedId?: string | null;
  readonly data?: string | null;
}

/** A runtime's side of offer, claim and finish. The platform adapter feeds it the events. */
export interface TaskRunner {
  readonly runtimeId: string;
  /** Takes an offer. Resolves when this runtime is done with it (finished, declined, refused). Never rejects. */
  offer(run: RunOffer): Promise<void>;
  /** Runs what this runtime has claimed already, in the step that opened it, and in a slot that was taken for it before. Never rejects. */
  runClaimed(run: RunOffer, claim: Claim, slot?: GiveBack): Promise<void>;
  /**
   * Compares the deadlines of its runs with the wall clock, and aborts synchronously those that are over. To be called when this context runs
   * JavaScript again after it may have stood still, before its timers and promises go on.
   */
  checkClock(this: void): void;
  expire(event: ExpireEvent): void;
  onExpiration(listener: (event: BackgroundTaskExpirationEvent) => void): () => void;
  /** Calls back with each run that this runtime has claimed, before the first line of its callback. Returns a function that removes the listener. */
  onStart(listener: (run: BackgroundTaskEvent) => void): () => void;
  /** Returns the runs whose callbacks are under way here. */
  runsUnderWay(): readonly Pick<RunOffer, 'taskId' | 'taskName'>[];
  /** Ends one of them as if its callback had returned `result`. Resolves when the platform has been told, or has been given up on. Never rejects. */
  finishFromOutside(taskId: string, result: unknown): Promise<void>;
  /** Returns whether a callback of this task goes on here, even one whose run has ended. Then another run of the task would be declined. */
  isBusy(taskName: string): boolean;
  /** For a call that waits for other runs and may stand in a callback: they may use that callback's slot until the returned function is called. */
  lendSlot(): () => void;
}

/** A runner that attaches. */
export interface Runner extends TaskRunner {
  /**
   * Tells the platform the names of the tasks, once per burst of calls; from then on further definitions are told too. Resolves when the platform
   * has answered or a first try has failed. Never rejects: it warns and tries again later. With `onlyNew` it tells only what the platform does not know.
   */
  attach(onlyNew?: boolean): Promise<void>;
  /** The platform's contract version, as its last answer to `attach` says; null before the first. */
  contractVersion(): number | null;
}
