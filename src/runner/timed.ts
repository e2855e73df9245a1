import { BackgroundTaskError } from '../errors.js';
import type { Clock } from './ports.js';

/** Longer delays fire at once: setTimeout counts 32-bit milliseconds. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** Calls back after a delay of any length. It counts the time that has passed, so setting the clock cannot stretch it. */
export function alarm(clock: Clock, delayMs: number, call: () => void): () => void {
  let remainingMs = Math.max(0, delayMs);
  let cancel: () => void;
  const arm = (): void => {
    const stepMs = Math.min(remainingMs, LONGEST_DELAY_MS);
    remainingMs -= stepMs;
    cancel = clock.after(stepMs, () => (remainingMs > 0 ? arm() : call()));
  };
  arm();
  return () => cancel();
}

/** The shortest time between two comparisons of a deadline with the wall clock; a deadline that is far away is compared less often. */
const CLOCK_CHECK_MS = 5000;
const CLOCK_CHECKS = 128;

export interface DeadlineAlarm {
  /** Rings if the wall clock has passed the deadline: timers stand still while a laptop sleeps, a process is suspended or a page is frozen. */
  readonly check: () => void;
  readonly cancel: () => void;
}

/** Rings once, when the time up to `deadline` has passed: by its timers, or by the wall clock if that has jumped ahead of them. */
export function deadlineAlarm(clock: Clock, deadline: number, ring: () => void): DeadlineAlarm {
  let remainingMs = Math.max(0, deadline - clock.now());
  let cancelTimer = (): void => undefined;
  let isOver = false;
  const cancel = (): void => {
    isOver = true;
    cancelTimer();
  };
  const end = (): void => {
    cancel();
    ring();
  };
  const arm = (): void => {
    const stepMs = Math.min(remainingMs, LONGEST_DELAY_MS, Math.max(CLOCK_CHECK_MS, Math.ceil(remainingMs / CLOCK_CHECKS)));
    remainingMs -= stepMs;
    cancelTimer = clock.after(stepMs, () => (remainingMs > 0 && clock.now() < deadline ? arm() : end()));
  };
  arm();
  return {
    check() {
      if (!isOver && clock.now() >= deadline) end();
    },
    cancel,
  };
}

export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => void alarm(clock, delayMs, resolve));
}

/** How long a platform behind a bridge may take to answer. */
export const CALL_LIMIT_MS = 10_000;

/** Calls the platform. What comes after the time limit still goes to `late`. */
export type LimitedCall = <T>(name: string, call: () => Promise<T>, late?: (value: T) => void) => Promise<T>;

export function limitedCall(clock: Clock, limitMs: number | null): LimitedCall {
  if (limitMs !== null) return (name, call, late) => withLimit(clock, name, call, late, limitMs);
  // The promise turns a synchronous throw into a rejection.
  return (_name, call) => new Promise((resolve) => resolve(call()));
}

/** Rejects `NO_ANSWER` when the platform does not answer in time. What comes later still goes to `late`. */
export function withLimit<T>(
  clock: Clock,
  name: string,
  call: () => Promise<T>,
  late: (value: T) => void = () => undefined,
  limitMs = CALL_LIMIT_MS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    const cancel = alarm(clock, limitMs, () => {
      over = true;
      reject(new BackgroundTaskError('NO_ANSWER', `${name} was not answered within ${limitMs / 1000} s.`));
    });
    // The inner promise turns a synchronous throw into a rejection.
    new Promise<T>((answer) => answer(call())).finally(cancel).then((value) => (over ? late : resolve)(value), reject);
  });
}
