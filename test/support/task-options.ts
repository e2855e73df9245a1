import type { Constraints, TaskOptions } from '../../src/core/records.js';

/** A task as tests register it unless they say otherwise: every minute, without a condition, a retry or a limit of its own. */
export const TASK_OPTIONS: TaskOptions = {
  minimumIntervalMs: 60_000,
  requiresNetwork: false,
  requiresUnmeteredNetwork: false,
  requiresCharging: false,
  requiresBatteryNotLow: false,
  requiresStorageNotLow: false,
  requiresDeviceIdle: false,
  maximumRetries: 0,
  timeLimitMs: null,
  timeoutMs: null,
};

export const NO_CONSTRAINTS: Constraints = {
  requiresNetwork: false,
  requiresUnmeteredNetwork: false,
  requiresCharging: false,
  requiresBatteryNotLow: false,
  requiresStorageNotLow: false,
  requiresDeviceIdle: false,
};
