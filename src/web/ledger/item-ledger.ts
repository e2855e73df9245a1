import { MAXIMUM_ITEMS, MAXIMUM_LOGGED_RUNS } from '../../core/constants.js';
import { enqueueItem } from '../../core/queue.js';
import type { QueuedItem } from '../../core/records.js';
import { clampRunToNow } from '../../core/run-transitions.js';
import { BackgroundTaskError } from '../../errors.js';
import { isItemRun, putItem, readItem, settleItemIn } from './items-in.js';
import type { ItemLedger, QueuedItemState } from './ledger.js';
import { readRecord, readRecords } from './records-in.js';
import { ALL_TABLES } from './store.js';
import type { Store, StoreTransaction } from './store.js';
import { vacate } from './vacating.js';

/** The queue of items, as the API needs it. Each step is one transaction. */
export function createItemLedger(store: Store): ItemLedger {
  return {
    enqueue: (request, now, take) =>
      store.transaction(
        ALL_TABLES,
        'readwrite',
        async (step) => {
          const { taskName, id } = request;
          // All at once: each would wait for the one before.
          const [runs, sequences, last, count, taking] = await Promise.all([
            readRecords(step, 'openRuns'),
            step.sequences('id', [taskName, id]),
            step.lastSequence(),
            step.countItems(),
            take?.(step, taskName),
          ]);
          const named = runs.ok.map((run) => run.item?.sequence ?? 0);
          const same = sequences.map((sequence) => ({ sequence, running: named.includes(sequence) }));
          const result = enqueueItem(same, count, request, 1 + Math.max(last, ...named), now);
          if (result.change === 'full') throw fullError(taskName);
          if (result.change === 'kept') return { change: 'kept', run: null };
          putItem(step, result.put);
          for (const replaced of result.remove) step.deleteItem(replaced);
          return { change: result.change, run: taking?.(result, runs) ?? null };
        },
        'strict',
      ),

    cancel: (taskName, id, now) =>
      store.transaction(
        ALL_TABLES,
        'readwrite',
        async (step) => {
          const run = await readRecord(step, 'openRuns', taskName);
          const sequences = await step.sequences('id', id === null ? [taskName] : [taskName, id]);
          for (const sequence of sequences) step.deleteItem(sequence);
          if (!isItemRun(run) || !(id === null || run.item.id === id)) return { run: null, settled: null };
          const settled = await settleItemIn(step, { ...clampRunToNow(run, now), item: run.item }, 'cancelled', null, now, now);
          await step.append('log', settled, MAXIMUM_LOGGED_RUNS);
          return { run: vacate(step, run, 'cancelled', now), settled };
        },
        'strict',
      ),

    items: ({ taskName, limit }) =>
      store.transaction(['items', 'openRuns'], 'readonly', async (step) => {
        const running = new Set((await readRecords(step, 'openRuns')).ok.map((run) => run.item?.sequence));
        const found: QueuedItemState[] = [];
        for (const sequence of await oldestFirst(step, taskName, limit)) {
          const item = await readItem(step, sequence);
          if (item !== null) found.push({ item, running: running.has(sequence) });
        }
        return found;
      }),
  };
}

async function oldestFirst(step: StoreTransaction, taskName: string | undefined, limit: number): Promise<QueuedItem['sequence'][]> {
  if (taskName === undefined) return step.allSequences(limit);
  return (await step.sequences('id', [taskName])).sort((a, b) => a - b).slice(0, limit);
}

function fullError(taskName: string): BackgroundTaskError {
  return new BackgroundTaskError(
    'QUEUE_FULL',
    `"${taskName}" was not enqueued: ${MAXIMUM_ITEMS} items wait. Give what belongs together one id, let one item do the work of several, or cancel some.`,
  );
}
