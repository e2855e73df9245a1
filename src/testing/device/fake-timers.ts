import { BackgroundTaskError } from '../../errors.js';

/** Accepts the fake timers of a test runner: Vitest's `vi`, Jest's `jest`, or `mock.timers` of node:test. */
export interface FakeTimers {
  advanceTimersByTimeAsync?(milliseconds: number): Promise<unknown>;
  tick?(milliseconds: number): void;
}

export type MoveTimers = (milliseconds: number) => Promise<void>;

/** Returns a function that moves the given fake timers, or null when none are given. Throws `INVALID_OPTIONS` for anything else. */
export function timersOf(given: FakeTimers | undefined): MoveTimers | null {
  if (given === undefined) return null;
  if (typeof given.advanceTimersByTimeAsync === 'function') {
    return async (milliseconds) => void (await given.advanceTimersByTimeAsync?.(milliseconds));
  }
  if (typeof given.tick === 'function') return (milliseconds) => Promise.resolve(given.tick?.(milliseconds));
  throw new BackgroundTaskError('INVALID_OPTIONS', 'timers: give `vi`, `jest`, or `mock.timers` of node:test.');
}
