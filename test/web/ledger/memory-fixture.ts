import { createLedger } from '../../../src/web/ledger/index.js';
import { createMemoryStore } from '../../../src/web/ledger/memory-store.js';
import { newId } from './fixture.js';
import type { Fixture } from './fixture.js';

export async function createMemoryFixture(): Promise<Fixture> {
  const store = createMemoryStore();
  const tables = ['tasks', 'openRuns', 'log', 'setAside'] as const;
  return {
    open: () => createLedger(store, { newId }),
    plant: (table, value) =>
      store.transaction(tables, 'readwrite', async (step) => {
        if (table === 'tasks' || table === 'openRuns') step.put(table, value as object);
        else await step.append(table, value as object, 1000);
      }),
    rows: (table) => store.transaction(tables, 'readonly', (step) => step.all(table)),
    end: async () => store.close(),
  };
}
