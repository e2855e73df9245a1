import { objectOf, wrong } from '../core/option-errors.js';
import type { RunsRequest } from '../core/platform.js';
import { parseTaskName } from '../core/task-name.js';

const DEFAULT_LIMIT = 100;

export function parseRunsOptions(given: unknown): RunsRequest {
  const { taskName, limit = DEFAULT_LIMIT } = objectOf(given);
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) throw wrong('limit', 'an integer above 0', limit);
  return { state: 'settled', limit, ...(taskName !== undefined && { taskName: parseTaskName(taskName) }) };
}

/** Whether the path of a closed app is asked for. */
export function parseTriggerOptions(given: unknown): boolean {
  const { runtime } = objectOf(given);
  if (runtime !== undefined && runtime !== 'headless') throw wrong('runtime', '"headless"', runtime);
  return runtime === 'headless';
}
