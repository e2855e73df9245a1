import type { MoveTimers } from './fake-timers.js';
import type { DeviceClock } from './device-clock.js';
import { nextTurn, realPause } from './real-time.js';

export interface DriverPorts {
  readonly clock: DeviceClock;
  /** Whether a callback of the app is under way: then the device's time stands still, and real time goes on. */
  readonly callbackIsUnderWay: () => boolean;
  readonly timers: MoveTimers | null;
  /** Real milliseconds for which a callback may stand still before the device's time goes on to its deadline. */
  readonly patienceMs: number;
}

/** Moves the device's time, one moment after the other. */
export interface Driver {
  /** Until the promise has settled. What is under way already drives this too. */
  until<T>(work: Promise<T>): Promise<T>;
  /** Time passes, up to the moment; timers fire on the way. */
  moveTo(time: number): Promise<void>;
}

/** With fake timers a waiting callback's own timers are moved in steps of this length at most. */
const LONGEST_STEP_MS = 1000;
/** Enough for a chain of promises between the app and the device. */
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

  /** A callback waits for something of the real world. Resolves when all have ended, or patience has. */
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
        // It has not settled: from here on the device's time goes on, to its deadline.
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
