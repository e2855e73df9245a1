import type { MoveTimers } from './fake-timers.js';
import type { DeviceClock } from './device-clock.js';
import { nextTurn, realPause } from './real-time.js';

export interface DriverPorts {
  readonly clock: DeviceClock;
  /** Tells whether a callback of the app is under way. The device's time then stands still while real time goes on. */
  readonly callbackIsUnderWay: () => boolean;
  readonly timers: MoveTimers | null;
  /** Gives a waiting callback this many real milliseconds, before the device's time goes on to its deadline. */
  readonly patienceMs: number;
}

/** Moves the device's time from one timer to the next. */
export interface Driver {
  /** Moves time until the promise has settled. Inside another call it only waits, because the outer call already moves time. */
  until<T>(work: Promise<T>): Promise<T>;
  /** Moves time up to this moment, and fires the timers on the way. */
  moveTo(time: number): Promise<void>;
}

/** While a callback waits, fake timers move by at most this much at a time, so that the device's time does not run far beyond what it waits for. */
const LONGEST_STEP_MS = 1000;
/** So many turns of the event loop are enough for a chain of promises between the app and the device. */
const TURNS = 2;

export function createDriver({ clock, callbackIsUnderWay, timers, patienceMs }: DriverPorts): Driver {
  let driving = false;

  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < TURNS; turn++) await nextTurn();
  };

  const move = async (time: number): Promise<void> => {
    const before = clock.now();
    clock.moveTo(time);
    if (timers !== null && clock.now() > before) await timers(clock.now() - before);
  };

  /** Gives callbacks real time to finish. Resolves when `isDone` holds, no callback is under way, or `patienceMs` have passed. */
  const patience = async (isDone: () => boolean): Promise<void> => {
    const pause = realPause(patienceMs);
    let isOver = false;
    void pause.over.then(() => (isOver = true));
    while (!isOver && !isDone() && callbackIsUnderWay()) await nextTurn();
    pause.cancel();
  };

  const untilDone = async (isDone: () => boolean): Promise<void> => {
    let stepMs = 1;
    let isImpatient = false;
    for (;;) {
      await turns();
      if (isDone()) return;
      if (callbackIsUnderWay() && timers !== null) {
        const next = clock.nextAt() ?? Infinity;
        await move(Math.min(next, clock.now() + stepMs));
        stepMs = Math.min(LONGEST_STEP_MS, stepMs * 2);
      } else if (callbackIsUnderWay() && !isImpatient) {
        await patience(isDone);
        // A callback that is still under way gets no more real time: the device's time now goes on to its deadline.
        isImpatient = callbackIsUnderWay();
      } else {
        const next = clock.nextAt();
        if (next === null) await patience(isDone);
        else await move(next);
      }
    }
  };

  return {
    async until(work) {
      if (driving) return work;
      driving = true;
      let isDone = false;
      const done = work.finally(() => (isDone = true));
      done.catch(() => undefined);
      try {
        await untilDone(() => isDone);
      } finally {
        driving = false;
      }
      return done;
    },
    async moveTo(time) {
      for (;;) {
        await turns();
        const next = clock.nextAt();
        if (next === null || next > time) break;
        await move(next);
      }
      await move(time);
      await turns();
    },
  };
}
