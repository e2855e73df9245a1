import type { OpenRun } from '../../core/records.js';
import type { WakeRequest } from '../ledger/ledger.js';

/** What a test runs: one task, one item of it, or (null) every registered task. */
export type TestScope = NonNullable<WakeRequest['only']> | null;

/** Whether an open run is what a test asks for; it joins one that is open already. */
export function isAsked({ taskName, item }: OpenRun, only: TestScope): boolean {
  if (only === null) return true;
  return taskName === only.taskName && (only.enqueuedId === null || item?.id === only.enqueuedId);
}
