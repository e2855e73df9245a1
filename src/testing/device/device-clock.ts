import type { Clock } from '../../runner/ports.js';

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

/** The device's time: it moves only when the device moves it. */
export interface DeviceClock extends Clock {
  /** The time of the next timer; null without one. */
  nextAt(): number | null;
  /** Moves to a time that is not before now, and fires what is due then, in order. */
  moveTo(time: number): void;
}

export function createDeviceClock(start: number): DeviceClock {
  let now = start;
  // In the order of their times; equal ones in the order in which they were set.
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
