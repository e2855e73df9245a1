import type { Constraints, TaskOptions } from '../../src/core/records.js';

export const NO_CONSTRAINTS: Constraints = {
  requiresNetwork: false,
  requiresUnmeteredNetwork: false,
  requiresCharging: false,
  requiresBatteryNotLow: false,
  requiresStorageNotLow: false,
  requiresDeviceIdle: false,
};

/** A task as tests register it unless they say otherwise: every minute, without a condition, a retry or a limit of its own. */
export const TASK_OPTIONS: TaskOptions = {
  ...NO_CONSTRAINTS,
  minimumIntervalMs: 60_000,
  maximumRetries: 0,
  timeLimitMs: null,
  timeoutMs: null,
};
