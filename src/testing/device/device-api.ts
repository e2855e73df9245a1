import type { PlatformKind } from '../../core/options.js';
import type { BackgroundTaskReport } from '../../definitions.js';
import type { DeviceState } from '../model/device-state.js';
import type { KillPoint } from './runtime-calls.js';
import type { Explanation } from './explanation.js';
import type { FakeTimers } from './fake-timers.js';
import type { Duration, Instant } from './instants.js';
import type { Timeline } from './timeline.js';

export interface VirtualDeviceOptions {
  /**
   * Takes a report of `BackgroundTask.getReportAsync()`. The device begins before the first run in it, with what was registered then, and repeats the
   * report's wakes at their times with the app's callbacks of today, up to where the report was made: `advanceTo(report.createdAt)`. The timeline names each
   * run that ends otherwise. Throws `INVALID_OPTIONS` for what is no report.
   */
  readonly from?: BackgroundTaskReport;
  /** Names the platform. Default: the report's, or `'android'`. */
  readonly platform?: PlatformKind;
  /** Gives the system's version, for example 16, which the status tells. Default: the report's, as far as it tells. */
  readonly version?: number;
  /** Says when the device is switched on. Default: the start of the report, or 2026-01-01T08:00 device time, so that every day gives the same test. */
  readonly now?: Instant;
  /** Decides the moments that a system chooses for itself (iOS only); the same seed gives the same moments. Default 1. */
  readonly seed?: number;
  /** Names the device's time zone as IANA does. Default: the report's offset from UTC, or `'UTC'`. */
  readonly timeZone?: string;
  /** Gives a waiting callback this many real milliseconds; after them the device's time goes on to its deadline. Default 1000. */
  readonly patience?: number;
  /** Takes `vi`, `jest` or `mock.timers` when the test uses fake timers; the device then moves them together with its own clock. */
  readonly timers?: FakeTimers;
  /** Describes the device at the start; what it leaves out has the values of a fresh device, or of the report. */
  readonly state?: Partial<DeviceState>;
}

/** Stands for a phone or a browser, in memory: the app's own tasks run on the real runner, and the test moves the clock. */
export interface VirtualDevice {
  /** Tells the device's time in epoch milliseconds. */
  readonly now: number;
  readonly state: DeviceState;
  /** Connects the package's `BackgroundTask` to this device. Throws `INVALID_OPTIONS` while another virtual device is installed. */
  install(): void;
  /** Disconnects the device again, and warns on the console about tasks, items and runs that the test has left behind. */
  uninstall(): void;
  [Symbol.dispose](): void;
  /** Lets time pass, with every wake that comes on the way. The device's time stands still while a callback works. */
  advance(duration: Duration): Promise<void>;
  advanceTo(instant: Instant): Promise<void>;
  /** Moves to the next wake and waits for its runs. Resolves with false when no wake will come unless something changes. */
  next(): Promise<boolean>;
  /** Changes what the device is like; what is left out stays as it is. */
  set(state: Partial<DeviceState>): void;
  readonly app: {
    /** Lets the user open the app: its page is on screen. */
    open(): Promise<void>;
    /** Takes the app off the screen; its page stays until the app is closed. */
    background(): void;
    /** Lets the system end the app, as it does sooner or later with every app in the background. */
    close(): void;
    /** Lets the user swipe the app away. iOS then launches nothing until the user opens it again. */
    swipeAway(): void;
    /** Lets the user stop the app in Android's settings: nothing of it runs until the user opens it again. */
    forceStop(): void;
  };
  /** Switches the device off and on: the app's process ends, and what is stored stays. */
  reboot(): void;
  /**
   * Moves to the time at which the task or an item of it may run, then wakes the app for it, even if the system would not yet. Rejects with
   * `INVALID_OPTIONS` when a condition does not hold.
   */
  wake(taskName: string): Promise<void>;
  /** Lets the system end a run that is under way. Rejects with `INVALID_OPTIONS` when there is none. */
  stop(taskName: string, reason?: string): Promise<void>;
  /** Lets the process die when a run next reaches this point; for `mid-run` at once if a callback is under way. */
  kill(point: KillPoint): void;
  /** Tells when the task may run next and what holds it up; returns null when it is neither registered nor enqueued. */
  explain(taskName: string): Explanation | null;
  /** Returns all that has happened so far. */
  timeline(): Timeline;
}
