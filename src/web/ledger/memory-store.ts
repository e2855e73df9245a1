import { KEY_PATHS } from './store.js';
import type { Store, StoreTransaction, Table } from './store.js';

type Tables = Record<Table, Map<IDBValidKey, unknown>>;

/** Behaves as the IndexedDB store does, in memory: runs one transaction after the other, copies what goes in and out, and drops the changes of a failed one. */
export function createMemoryStore(): Store {
  let tables: Tables = { tasks: new Map(), openRuns: new Map(), log: new Map(), setAside: new Map() };
  let last: Promise<unknown> = Promise.resolve();
  let counter = 0;
  return {
    transaction(_tables, mode, work) {
      const done = last.then(async () => {
        const draft: Tables = {
          tasks: new Map(tables.tasks),
          openRuns: new Map(tables.openRuns),
          log: new Map(tables.log),
          setAside: new Map(tables.setAside),
        };
        const result = await work(stepOn(draft, () => ++counter));
        if (mode === 'readwrite') tables = draft;
        return result;
      });
      last = done.catch(() => undefined);
      return done;
    },
    close: () => undefined,
  };
}

function stepOn(tables: Tables, nextKey: () => number): StoreTransaction {
  return {
    get: (table, key) => Promise.resolve(structuredClone(tables[table].get(key))),
    all: (table) => Promise.resolve([...tables[table]].sort(byKey).map(([, value]): unknown => structuredClone(value))),
    put(table, value) {
      const key = (value as Record<string, IDBValidKey | undefined>)[KEY_PATHS[table]];
      if (key === undefined) throw new Error(`A record of ${table} without its key.`);
      tables[table].set(key, structuredClone(value));
    },
    delete: (table, key) => void tables[table].delete(key),
    append(table, value, keep) {
      const key = nextKey();
      tables[table].set(key, structuredClone(value));
      for (const old of tables[table].keys()) if ((old as number) <= key - keep) tables[table].delete(old);
      return Promise.resolve();
    },
    clear: (table) => tables[table].clear(),
  };
}

function byKey([a]: readonly [IDBValidKey, unknown], [b]: readonly [IDBValidKey, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
