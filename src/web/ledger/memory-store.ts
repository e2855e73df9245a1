import { ALL_TABLES, ITEM_INDEXES, KEY_PATHS } from './store.js';
import type { IndexEntry, IndexKey, ItemIndex, Store, StoreTransaction, Table } from './store.js';

type Tables = Record<Table, Map<IDBValidKey, unknown>>;

/** Behaves as the IndexedDB store does, in memory: runs one transaction after the other, copies what goes in and out, and drops the changes of a failed one. */
export function createMemoryStore(): Store {
  let tables = copyOf(null);
  let last: Promise<unknown> = Promise.resolve();
  let counter = 0;
  return {
    transaction(_tables, mode, work) {
      const done = last.then(async () => {
        const draft = copyOf(tables);
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

function copyOf(tables: Tables | null): Tables {
  return Object.fromEntries(ALL_TABLES.map((table) => [table, new Map(tables?.[table])])) as Tables;
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
    item: (sequence) => Promise.resolve(structuredClone(tables.items.get(sequence))),
    putItem: (value) => void tables.items.set((value as { sequence: number }).sequence, structuredClone(value)),
    deleteItem: (sequence) => void tables.items.delete(sequence),
    countItems: () => Promise.resolve(tables.items.size),
    lastSequence: () => Promise.resolve(Math.max(0, ...(tables.items.keys() as Iterable<number>))),
    sequences: (index, prefix, from = -Infinity) => {
      const entries = entriesOf(tables, index).filter(
        ({ key }) => beginsWith(key, prefix) && compare(key[prefix.length] ?? from, from) >= 0,
      );
      return Promise.resolve(entries.map(({ sequence }) => sequence));
    },
    allSequences: (limit) => Promise.resolve([...(tables.items.keys() as Iterable<number>)].sort((a, b) => a - b).slice(0, limit)),
    seek: (index, from, past = false) => {
      const found = entriesOf(tables, index).find(({ key }) => compareKeys(key, from) >= 0 && !(past && beginsWith(key, from)));
      return Promise.resolve(found ?? null);
    },
  };
}

function entriesOf(tables: Tables, index: ItemIndex): IndexEntry[] {
  const fields: readonly string[] = ITEM_INDEXES[index];
  const entries = [...tables.items].flatMap(([sequence, value]) => {
    const key = fields.map((field) => (value as Record<string, unknown>)[field]);
    // IndexedDB leaves a record out of an index for which it has no valid key.
    const isValid = key.every((part) => typeof part === 'string' || (typeof part === 'number' && !Number.isNaN(part)));
    return isValid ? [{ key: key as IndexKey, sequence: sequence as number }] : [];
  });
  return entries.sort((a, b) => compareKeys(a.key, b.key) || a.sequence - b.sequence);
}

function beginsWith(key: IndexKey, prefix: IndexKey): boolean {
  return prefix.every((part, index) => key[index] === part);
}

function compareKeys(a: IndexKey, b: IndexKey): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compare(part, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** As IndexedDB orders: numbers before texts. */
function compare(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function byKey([a]: readonly [IDBValidKey, unknown], [b]: readonly [IDBValidKey, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
