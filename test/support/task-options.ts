import type { Constraints, TaskOptions } from '../../src/core/records.js';

export const NO_CONSTRAINTS: Constraints = {
  requiresNetwork: false,
  requiresUnmeteredNetwork: false,
  requiresCharging: false,
  requiresBatteryNotLow: false,
  requiresStorageNotLow: false,
  requiresDeviceIdle: false,
};

/** These are the options with which tests register a task unless they say otherwise: every minute, without conditions, retries or a time limit. */
export const TASK_OPTIONS: TaskOptions = {
  ...NO_CONSTRAINTS,
  minimumIntervalMs: 60_000,
  maximumRetries: 0,
  timeLimitMs: null,
  timeoutMs: null,
};
