import type { Zone } from '../../core/daily-window.js';
import type { QueuedItem, TaskRecord } from '../../core/records.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';
import type { AppState, DeviceState } from './device-state.js';
import type { Random } from './random.js';

/** Holds all that decides when the system next wakes an app. */
export interface Situation {
  readonly now: number;
  readonly tasks: readonly TaskRecord[];
  readonly items: readonly QueuedItem[];
  readonly state: DeviceState;
  readonly app: AppState;
  readonly zone: Zone;
}

/** Describes a wake that comes unless something changes before. */
export interface PlannedWake {
  readonly at: number;
  readonly trigger: BackgroundTaskTrigger;
  /** Names the tasks that the system wakes the app for; null stands for all that are due. */
  readonly names: readonly string[] | null;
  /** Limits the callbacks to so many milliseconds from the wake; null: each has the usual limit from its claim. */
  readonly limitMs: number | null;
}

/** Tells why a task waits, for other reasons than its own interval and conditions. */
export interface Wait {
  /** Names the reason as `blockedBy` does, or in the model's own word where the public API has none. */
  readonly blocker: string;
  /** Tells until when at most it waits if nothing changes, in epoch milliseconds; null when only a change ends it. */
  readonly until: number | null;
  /** Is the id of the rule in `PLATFORM_RULES` that says so. */
  readonly rule: string;
}

/** Decides as one platform does when the app wakes. It remembers as much of the past as that needs. */
export interface WakeModel {
  next(situation: Situation): PlannedWake | null;
  /** Notes that the wake came, and that its callbacks took `busyMs`. */
  woke(wake: PlannedWake, busyMs: number): void;
  /** Returns what holds up a task that is due now, in the order in which the platform looks at it. */
  waits(situation: Situation, name: string): readonly Wait[];
  /** Notes that the state of the device has changed. */
  changed(before: DeviceState, after: DeviceState, now: number): void;
}

export interface WakeModelPorts {
  readonly random: Random;
  /** Is the number of the system's version; null stands for the newest. */
  readonly version: number | null;
}
