import type { TaskRecord } from '../../core/records.js';
import { afterNamed, clampToNow } from '../../core/schedule.js';
import type { LedgerPorts, OfferLedger } from './ledger.js';
import { putChanged, readRecords } from './records-in.js';
import { ALL_TABLES } from './store.js';
import type { Store, StoreTransaction } from './store.js';
import { openWake } from './wake-step.js';

/** What a page needs beside the steps of a run: it opens first and offers then. */
export function createOfferLedger(store: Store, { newId }: LedgerPorts): OfferLedger {
  return {
    async tasks(now) {
      const stored = await store.transaction(['tasks'], 'readonly', async (step) => (await readRecords(step, 'tasks')).ok);
      if (stored.every((task) => clampToNow(task, now) === task)) return stored;
      return store.transaction(['tasks'], 'readwrite', (step) => mendTasks(step, now));
    },

    named: (taskNames) =>
      store.transaction(['tasks'], 'readwrite', async (step) => {
        const tasks = await readRecords(step, 'tasks');
        putChanged(step, 'tasks', tasks, tasks.ok.filter((task) => taskNames.includes(task.name)).map(afterNamed));
      }),

    open: (wake) => store.transaction(ALL_TABLES, 'readwrite', (step) => openWake(step, wake, newId)),
  };
}

/** Mended for good: mended anew with each reading, a due date would recede as fast as the clock goes. */
async function mendTasks(step: StoreTransaction, now: number): Promise<readonly TaskRecord[]> {
  const stored = await readRecords(step, 'tasks');
  const mended = stored.ok.map((task) => clampToNow(task, now));
  putChanged(step, 'tasks', stored, mended);
  return mended;
}
