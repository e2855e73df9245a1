import type { Zone } from '../../core/daily-window.js';
import type { QueuedItem, TaskRecord } from '../../core/records.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';
import type { AppState, DeviceState } from './device-state.js';
import type { Random } from './random.js';

/** All that decides when the system wakes an app next. */
export interface Situation {
  readonly now: number;
  readonly tasks: readonly TaskRecord[];
  readonly items: readonly QueuedItem[];
  readonly state: DeviceState;
  readonly app: AppState;
  readonly zone: Zone;
}

/** A wake that comes if nothing changes before. */
export interface PlannedWake {
  readonly at: number;
  readonly trigger: BackgroundTaskTrigger;
  /** The tasks that the system wakes the app for; null: whatever is due. */
  readonly names: readonly string[] | null;
  /** How long its callbacks have, from the wake; null: from each claim. */
  readonly limitMs: number | null;
}

/** Why a task waits, beside its own interval and its own conditions. */
export interface Wait {
  /** The word of `blockedBy`, or of the model where the public words have none. */
  readonly blocker: string;
  /** Until when at most, if nothing changes; null: until something does. */
  readonly until: number | null;
  /** The rule of the table that says so. */
  readonly rule: string;
}

/** How one platform decides. It remembers what it needs of the past. */
export interface WakeModel {
  next(situation: Situation): PlannedWake | null;
  /** The wake came; its callbacks took so long. */
  woke(wake: PlannedWake, busyMs: number): void;
  /** What holds a task up now that is due, in the platform's order. */
  waits(situation: Situation, name: string): readonly Wait[];
  /** The state of the device has changed. */
  changed(before: DeviceState, after: DeviceState, now: number): void;
}

export interface WakeModelPorts {
  readonly random: Random;
  /** The number of the system's version; null: the newest. */
  readonly version: number | null;
}
