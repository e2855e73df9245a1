import type { Clock } from '../../runner/ports.js';

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

/** Tells the device's time, which moves only when the device moves it. */
export interface DeviceClock extends Clock {
  /** Returns the time of the next timer, or null when none is set. */
  nextAt(): number | null;
  /** Moves to a time, never back, and fires in order the timers that are due by then. */
  moveTo(time: number): void;
}

export function createDeviceClock(start: number): DeviceClock {
  let now = start;
  // The timers are sorted by time; those of the same time keep the order in which they were set.
  const timers: Timer[] = [];
  return {
    now: () => now,
    after(delayMs, call) {
      const timer = { at: now + Math.max(0, delayMs), call };
      const after = timers.findLastIndex(({ at }) => at <= timer.at);
      timers.splice(after + 1, 0, timer);
      return () => {
        const index = timers.indexOf(timer);
        if (index >= 0) timers.splice(index, 1);
      };
    },
    nextAt: () => timers[0]?.at ?? null,
    moveTo(time) {
      now = Math.max(now, time);
      for (;;) {
        const [first] = timers;
        if (first === undefined || first.at > now) return;
        timers.shift();
        first.call();
      }
    },
  };
}
