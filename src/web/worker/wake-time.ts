import type { Clock } from '../../runner/ports.js';

const STEP_MS = 5000;

/** The time of one wake. It opens runs one after another, and a clock that is set back meanwhile must not lengthen the later ones. */
export interface WakeTime {
  /** Returns when the wake ends for the callbacks: by the wall clock, or by the timers when those say earlier. */
  deadline(): number;
  end(): void;
}

export function startWakeTime(clock: Clock, limitMs: number): WakeTime {
  const deadline = clock.now() + limitMs;
  let leftMs = limitMs;
  let cancel: () => void;
  const arm = (): void => {
    cancel = clock.after(STEP_MS, () => {
      leftMs = Math.max(0, leftMs - STEP_MS);
      if (leftMs > 0) arm();
    });
  };
  arm();
  return { deadline: () => Math.min(deadline, clock.now() + leftMs), end: () => cancel() };
}
