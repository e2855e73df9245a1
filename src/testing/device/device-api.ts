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
   * A report of `BackgroundTask.getReportAsync()`: the device begins before the first run that it knows of, with what was registered, and goes through its
   * wakes at their times, with the app's callbacks of today; `advanceTo(report.createdAt)` brings it to where the report was made. A run that ended otherwise
   * is named in the timeline. Platform, version, offset from UTC and state are the report's, as far as it tells.
   */
  readonly from?: BackgroundTaskReport;
  /** Default `'android'`. */
  readonly platform?: PlatformKind;
  /** The system's version, 16 for example; for the status and rules that changed. Default: the newest. */
  readonly version?: number;
  /** When it is switched on. Default 2026-01-01T08:00 of its own time zone, so that a test is the same every day. */
  readonly now?: Instant;
  /** What differs where systems choose for themselves (iOS). Default 1. */
  readonly seed?: number;
  /** An IANA name. Default `'UTC'`. */
  readonly timeZone?: string;
  /** Real milliseconds for which a callback may stand still before its time goes on to its deadline. Default 1000. */
  readonly patience?: number;
  /** `vi`, `jest` or `mock.timers`, when the test uses fake timers: both clocks then move together. */
  readonly timers?: FakeTimers;
  /** What the device is like at first. */
  readonly state?: Partial<DeviceState>;
}

/** A phone or a browser in memory: the app's own tasks on the real runner, and a clock that the test moves. */
export interface VirtualDevice {
  /** Epoch milliseconds on the device. */
  readonly now: number;
  readonly state: DeviceState;
  /** `BackgroundTask` of the package talks to this device from now on. */
  install(): void;
  /** Takes it away again, and says what the test has left behind. */
  uninstall(): void;
  [Symbol.dispose](): void;
  /** Time passes. Every wake on the way comes; its callbacks are awaited, and the device's time stands still for them. */
  advance(duration: Duration): Promise<void>;
  advanceTo(instant: Instant): Promise<void>;
  /** Moves to the next wake and through it. Resolves false when none will come as things are. */
  next(): Promise<boolean>;
  /** Changes what the device is like. */
  set(state: Partial<DeviceState>): void;
  readonly app: {
    /** The user opens it: its page is on screen. */
    open(): Promise<void>;
    /** It leaves the screen; its page stays for a while. */
    background(): void;
    /** The system has ended it in the background, as it does with every app. */
    close(): void;
    /** The user swipes it away. iOS then launches nothing more. */
    swipeAway(): void;
    /** The user stops it in Android's settings. */
    forceStop(): void;
  };
  /** It is switched off and on. */
  reboot(): void;
  /** Waits until the task's own time, or that of an item of it, then wakes the app for it, whenever the system itself would. Rejects when a condition does not hold. */
  wake(taskName: string): Promise<void>;
  /** The system ends a run that is under way. */
  stop(taskName: string, reason?: string): Promise<void>;
  /** The process dies when a run next reaches this point; at once, if one is in the middle. */
  kill(point: KillPoint): void;
  /** When the task may run next and what holds it up; null when it is neither registered nor enqueued. */
  explain(taskName: string): Explanation | null;
  /** What happened so far. */
  timeline(): Timeline;
}
