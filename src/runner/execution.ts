import type { BackgroundTaskExpirationEvent, BackgroundTaskResult, BackgroundTaskRuntime } from '../definitions.js';
import { BackgroundTaskError } from '../errors.js';
import type { FinishRunRequest, RunOffer } from '../core/platform.js';
import type { RunError } from '../core/records.js';
import { EXPIRED } from '../core/run-errors.js';
import { capturedError } from './captured-error.js';
import type { Claim, Clock, Definition } from './ports.js';
import { createRunProgress } from './run-progress.js';
import { alarm, deadlineAlarm } from './timed.js';
import type { DeadlineAlarm } from './timed.js';

export interface ExecutionPorts {
  readonly clock: Clock;
  readonly runtime: BackgroundTaskRuntime;
  /** What the log keeps of what a callback throws. */
  readonly capture: (thrown: unknown) => RunError;
  readonly graceMs: number;
  readonly warn: (message: string) => void;
  readonly onCut: (event: BackgroundTaskExpirationEvent) => void;
  /** Gets the newest progress as JSON text, at most four times a second. */
  readonly onProgress: (progress: string) => void;
}

export type Ending = Pick<FinishRunRequest, 'outcome' | 'error' | 'progress'>;

export const EXPIRED_ENDING: Ending = { outcome: 'expired', error: EXPIRED };
// They are numbers here because a use of the enum would put all of it into every bundle.
const SUCCESS: BackgroundTaskResult.Success = 1;
const FAILED: BackgroundTaskResult.Failed = 2;
const SUCCESS_ENDING: Ending = { outcome: 'success', error: null };

/** One claimed run, from the first line of its callback to its ending. */
export interface Execution {
  /** Resolves with null when the platform has settled the run (unregistered, cancelled), so that there is nothing to finish. */
  readonly ending: Promise<Ending | null>;
  /** Resolves when the callback itself has ended, which may be long after the ending, or never. */
  readonly callbackEnded: Promise<void>;
  /** Compares its deadline with the wall clock and aborts at once when that is over, without waiting for a timer. */
  checkClock(): void;
  /** Cuts the run, because the platform says so. */
  cut(reason: string, settlesAt: number): void;
  /** Returns false once its ending is known or it was cancelled, even if its callback goes on. */
  isOpen(): boolean;
  /** Ends it from outside, as if the callback had returned `result`. */
  finish(result: unknown): void;
}

export function execute(definition: Definition, run: RunOffer, claim: Claim, ports: ExecutionPorts): Execution {
  const { clock, graceMs } = ports;
  const { taskId, taskName, timestamp, test, attempt, trigger } = run;
  const { deadline, timeoutMs, enqueuedId = null, data = null } = claim;
  const startedAt = clock.now();
  const controller = new AbortController();
  const progress = createRunProgress(clock, ports.onProgress);
  const alarms: DeadlineAlarm[] = [];
  let cancelGrace = (): void => undefined;
  let settlesAt = 0;
  let isCut = false;
  let isCancelled = false;
  let ended = false;
  let resolveEnding: (ending: Ending | null) => void;
  const ending = new Promise<Ending | null>((resolve) => (resolveEnding = resolve));

  const end = (how: Ending | null): void => {
    ended = true;
    for (const { cancel } of alarms) cancel();
    cancelGrace();
    const last = progress.end();
    resolveEnding(how && last !== null ? { ...how, progress: last } : how);
  };

  const abort = (code: 'TIMEOUT' | 'UNREGISTERED' | 'CANCELLED' | 'EXPIRED', how: string): BackgroundTaskError => {
    const error = new BackgroundTaskError(code, `The run of "${taskName}" ${how}`);
    // Engines before Chromium 98 and Safari 15.4 abort without a reason.
    if (!('reason' in controller.signal)) Object.defineProperty(controller.signal, 'reason', { value: error });
    controller.abort(error);
    return error;
  };

  const fail = (error: RunError | null): void => end({ outcome: 'failed', error });

  const timeOut = (): void => {
    if (!ended) fail(capturedError(abort('TIMEOUT', 'reached its timeout.')));
  };

  const cut = (reason: string, at: number): void => {
    if (ended || isCancelled) return;
    if (reason === 'unregistered' || reason === 'cancelled') {
      const graceLeftMs = Math.min(at - clock.now(), graceMs);
      isCancelled = true;
      for (const one of alarms) one.cancel();
      cancelGrace();
      progress.end();
      // A platform that keeps the task's place until this callback has returned is told of that.
      if (graceLeftMs <= 0) end(null);
      else cancelGrace = alarm(clock, graceLeftMs, () => end(EXPIRED_ENDING));
      if (reason === 'cancelled') abort('CANCELLED', 'was cancelled: its item was taken out of the queue.');
      else abort('UNREGISTERED', 'was cancelled: its task was unregistered.');
      return;
    }
    if (isCut) return;
    isCut = true;
    const now = clock.now();
    // The grace is not stretched by a platform whose clock is ahead.
    settlesAt = Math.min(at, now + graceMs);
    cancelGrace = alarm(clock, settlesAt - now, () => end(EXPIRED_ENDING));
    abort('EXPIRED', `was cut: ${reason}. Save what is needed now.`);
    ports.onCut({ taskName, taskId, timestamp, test, settlesAt, reason });
  };

  const returned = (value: unknown): void => {
    if (ended) return;
    if (isCancelled) return end(EXPIRED_ENDING);
    const now = clock.now();
    if (isCut || now >= deadline) {
      // Timers stood still (a laptop slept) if nobody has cut it by now: the grace begins with this moment.
      const isInTime = !isCut || now <= settlesAt;
      end(value === SUCCESS && isInTime ? SUCCESS_ENDING : EXPIRED_ENDING);
    } else if (timeoutMs !== null && now - startedAt >= timeoutMs) {
      timeOut();
    } else if (value === FAILED) {
      fail(null);
    } else {
      if (value != null && value !== SUCCESS) {
        ports.warn(`"${taskName}" returned something that is no BackgroundTaskResult; it counts as Success.`);
      }
      end(SUCCESS_ENDING);
    }
  };

  const threw = (error: unknown): void => {
    if (ended) return;
    if (isCancelled || isCut || clock.now() >= deadline) return end(EXPIRED_ENDING);
    const captured = ports.capture(error);
    ports.warn(`"${taskName}" failed: ${captured.code}: ${captured.message}`);
    fail(captured);
  };

  alarms.push(deadlineAlarm(clock, deadline, () => cut('deadline', clock.now() + graceMs)));
  if (timeoutMs !== null) alarms.push(deadlineAlarm(clock, startedAt + timeoutMs, timeOut));

  // The callback begins a microtask later, so that one that calls `finish()` at once finds its execution. The promise takes a throw and any thenable.
  const callbackEnded = Promise.resolve()
    .then(() =>
      definition.callback({
        taskName,
        taskId,
        timestamp,
        test,
        attempt,
        trigger,
        runtime: ports.runtime,
        signal: controller.signal,
        deadline,
        data: data === null ? null : (JSON.parse(data) as never),
        enqueuedId,
        setProgress: progress.set,
      }),
    )
    .then(returned, threw);

  const checkClock = (): void => {
    for (const { check } of alarms) check();
  };
  return { ending, callbackEnded, checkClock, cut, isOpen: () => !ended && !isCancelled, finish: returned };
}
