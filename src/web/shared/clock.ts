import type { Clock } from '../../runner/ports.js';

export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Does not use `crypto.randomUUID`: development servers on plain HTTP and older browsers lack it. */
export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
