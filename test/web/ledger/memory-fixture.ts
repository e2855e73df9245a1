import { createLedger } from '../../../src/web/ledger/index.js';
import { createMemoryStore } from '../../../src/web/ledger/memory-store.js';
import { ALL_TABLES } from '../../../src/web/ledger/store.js';
import { newId } from './fixture.js';
import type { Fixture } from './fixture.js';

export async function createMemoryFixture(): Promise<Fixture> {
  const store = createMemoryStore();
  const tables = ALL_TABLES;
  return {
    open: () => createLedger(store, { newId }),
    plant: (table, value) =>
      store.transaction(tables, 'readwrite', async (step) => {
        if (table === 'items') step.putItem(value as object);
        else if (table === 'tasks' || table === 'openRuns') step.put(table, value as object);
        else await step.append(table, value as object, 1000);
      }),
    rows: (table) => store.transaction(tables, 'readonly', (step) => step.all(table)),
    end: async () => store.close(),
  };
}
