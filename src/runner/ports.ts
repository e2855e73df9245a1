import type { BackgroundTaskCallback, BackgroundTaskExpirationEvent, BackgroundTaskRuntime } from '../definitions.js';
import type { ExpireEvent, RunOffer, RunPlatform } from '../core/platform.js';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `delayMs`; the answer cancels. */
  after(delayMs: number, call: () => void): () => void;
}

export interface Log {
  warn(this: void, message: string): void;
}

export interface Definition {
  readonly name: string;
  readonly callback: BackgroundTaskCallback;
  /** Null: every kind of runtime. */
  readonly runtimes: readonly BackgroundTaskRuntime[] | null;
}

/** The definitions of this JavaScript context, shared by all copies of the package in it. */
export interface Definitions {
  define(definition: Definition): void;
  get(name: string): Definition | undefined;
  names(): readonly string[];
  /** Calls back after a name was defined or redefined; the answer removes. */
  onDefine(listener: (definition: Definition) => void): () => void;
}

/** All that a runner needs of a platform that attaches to nothing. */
export type RunSteps = Omit<RunPlatform, 'attach'>;

export interface RunnerPorts {
  readonly platform: RunPlatform;
  readonly runtime: BackgroundTaskRuntime;
  readonly runtimeId: string;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly log: Log;
  /** True in production builds: error texts without a stack. */
  readonly production: boolean;
  /** From the cut to the settling; default: the web's. */
  readonly graceMs?: number;
}

/** A runtime's side of attach, offer, claim and finish. The platform adapter feeds it the events. */
export interface Runner {
  readonly runtimeId: string;
  /**
   * Tells the platform the names, once per burst of calls; further definitions are told too from then on. Resolves when the platform has
   * answered or a first try has failed. Never rejects: it warns and tries again later.
   */
  attach(): Promise<void>;
  /** Takes an offer; resolves when this runtime is done with it (finished, declined, refused). Never rejects. */
  offer(run: RunOffer): Promise<void>;
  expire(event: ExpireEvent): void;
  onExpiration(listener: (event: BackgroundTaskExpirationEvent) => void): () => void;
  /** Ends the run of this task that is under way here as `success` (compatibility `finish()`); false when there is none. */
  finishFromOutside(taskName: string): boolean;
  /** Whether a callback of this task goes on here, a zombie included: a run of it would be declined. */
  isBusy(taskName: string): boolean;
  /** For a call that waits for other runs and may stand in a callback: they may use that callback's slot until the answer is called. */
  lendSlot(): () => void;
}
