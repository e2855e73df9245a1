import { abortError } from './storage-errors.js';
import type { Table } from './store.js';

const FORMER_TABLES: readonly Table[] = ['tasks', 'openRuns', 'log', 'setAside'];

/** The records of an older database by table, as they were stored. */
export type FormerRecords = ReadonlyMap<Table, readonly { readonly key: IDBValidKey; readonly value: unknown }[]>;

/** Returns all records of a database that an older version of this package kept, or null when there is none. Creates nothing. */
export async function readFormerDatabase(name: string): Promise<FormerRecords | null> {
  const database = await openExisting(name);
  if (database === null) return null;
  try {
    if (!FORMER_TABLES.every((table) => database.objectStoreNames.contains(table))) return null;
    const transaction = database.transaction(FORMER_TABLES, 'readonly');
    const read = FORMER_TABLES.map(async (table) => {
      const store = transaction.objectStore(table);
      const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer<unknown[]>(store.getAll())]);
      return [table, keys.map((key, index) => ({ key, value: values[index] }))] as const;
    });
    return new Map(await Promise.all(read));
  } finally {
    database.close();
  }
}

/** Nobody waits for the deletion: a tab of the older version may hold the database until it is closed. */
export function deleteFormerDatabase(name: string): void {
  indexedDB.deleteDatabase(name);
}

async function openExisting(name: string): Promise<IDBDatabase | null> {
  // In WebKit an upgrade that is aborted leaves an empty database behind, so the list is asked first. Older versions of Firefox have none.
  const known = await (indexedDB as Partial<IDBFactory>).databases?.call(indexedDB);
  if (known?.some((one) => one.name === name) === false) return null;
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    let isMissing = false;
    opening.onupgradeneeded = () => {
      isMissing = true;
      opening.transaction?.abort();
    };
    opening.onerror = (event) => {
      event.preventDefault();
      if (isMissing) resolve(null);
      else reject(opening.error ?? abortError());
    };
    opening.onsuccess = () => resolve(opening.result);
  });
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? abortError());
  });
}
