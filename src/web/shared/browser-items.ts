import type { ItemView, TaskPlatform } from '../../core/platform.js';
import { blockersOf } from '../../core/wake-selection.js';
import type { Conditions } from '../../core/wake-selection.js';
import type { Clock } from '../../runner/ports.js';
import type { ItemLedger, QueuedItemState } from '../ledger/ledger.js';
import { readConditions } from './battery.js';
import type { RunBroker } from './run-broker.js';

export type BrowserItems = Pick<TaskPlatform, 'cancelEnqueued' | 'getEnqueued'>;

/** Implements what of the queue's part of the native contract pages and workers fulfil in the same way. */
export function createBrowserItems(ledger: ItemLedger, broker: RunBroker, clock: Clock): BrowserItems {
  return {
    async cancelEnqueued({ taskName, id = null }) {
      const { run, settled } = await ledger.cancel(taskName, id, clock.now());
      if (run !== null) broker.cancelled(run, settled);
      broker.tell({ kind: 'tasks-changed' });
    },
    async getEnqueued({ taskName, limit, includeData }) {
      const [items, conditions] = await Promise.all([ledger.items({ taskName, limit }), readConditions()]);
      return { items: items.map((state) => itemView(state, conditions, includeData)) };
    },
  };
}

function itemView({ item, running }: QueuedItemState, conditions: Conditions, includeData: boolean): ItemView {
  const { taskName, id, enqueuedAt, eligibleAt, attempts, data } = item;
  const blockedBy = blockersOf(item.constraints, conditions);
  if (item.undefinedSince !== null) blockedBy.push('undefined');
  return { taskName, id, enqueuedAt, eligibleAt, attempts, running, blockedBy, data: includeData ? data : null };
}
