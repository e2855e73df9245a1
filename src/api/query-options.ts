import { MAXIMUM_ITEMS } from '../core/constants.js';
import { objectOf, wrong } from '../core/option-errors.js';
import { parseItemId } from '../core/options.js';
import type { EnqueuedRequest, RunsRequest, TriggerRequest } from '../core/platform.js';
import { parseTaskName } from '../core/task-name.js';

const DEFAULT_LIMIT = 100;

export function parseRunsOptions(given: unknown): RunsRequest {
  const { taskName, limit } = objectOf(given);
  return { state: 'settled', limit: limitOf(limit), ...(taskName !== undefined && { taskName: parseTaskName(taskName) }) };
}

export function parseEnqueuedOptions(given: unknown): EnqueuedRequest {
  const { taskName, limit, includeData = false } = objectOf(given);
  if (typeof includeData !== 'boolean') throw wrong('includeData', 'a boolean', includeData);
  return { limit: limitOf(limit), includeData, ...(taskName !== undefined && { taskName: parseTaskName(taskName) }) };
}

export function parseReportOptions(given: unknown): { readonly messages: boolean } {
  const { messages = false } = objectOf(given);
  if (typeof messages !== 'boolean') throw wrong('messages', 'a boolean', messages);
  return { messages };
}

function limitOf(limit: unknown = DEFAULT_LIMIT): number {
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1) throw wrong('limit', 'an integer above 0', limit);
  // No platform holds more, and not every platform can count further.
  return Math.min(limit, MAXIMUM_ITEMS);
}

export function parseTriggerOptions(given: unknown): Omit<TriggerRequest, 'runtimeId'> {
  const { runtime, taskName, enqueuedId } = objectOf(given);
  if (runtime !== undefined && runtime !== 'headless') throw wrong('runtime', '"headless"', runtime);
  const headless = runtime === 'headless';
  if (enqueuedId !== undefined) return { headless, taskName: parseTaskName(taskName), enqueuedId: parseItemId(enqueuedId) };
  return { headless, ...(taskName !== undefined && { taskName: parseTaskName(taskName) }) };
}
