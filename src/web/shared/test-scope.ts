import type { OpenRun } from '../../core/records.js';
import type { WakeRequest } from '../ledger/ledger.js';

/** What a test runs: one task, one item of it, or (null) every registered task. */
export type TestScope = NonNullable<WakeRequest['only']> | null;

/** Returns whether an open run is what a test asks for. A test joins a run that is open already. */
export function isAsked({ taskName, item }: OpenRun, only: TestScope): boolean {
  if (only === null) return true;
  return taskName === only.taskName && (only.enqueuedId === null || item?.id === only.enqueuedId);
}
