import { browserClock } from '../../../src/web/shared/clock.js';
import { openIndexedDbLedger } from '../../../src/web/ledger/index.js';
import type { Ledger } from '../../../src/web/ledger/ledger.js';
import type { Table } from '../../../src/web/ledger/store.js';
import { newId } from './fixture.js';
import type { Fixture } from './fixture.js';

let databases = 0;

export interface IndexedDbFixture extends Fixture {
  readonly name: string;
}

/** Over whatever `indexedDB` there is: a real browser's or fake-indexeddb. */
export async function createIndexedDbFixture(): Promise<IndexedDbFixture> {
  const name = `ledger-test-${++databases}-${newId()}`;
  const ledgers: Ledger[] = [];
  const open = (): Ledger => {
    const ledger = openIndexedDbLedger({ newId }, browserClock, name);
    ledgers.push(ledger);
    return ledger;
  };
  const inside = async <T>(table: Table, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    // Creates the tables.
    await open().openRuns();
    const database = await asPromise(indexedDB.open(name));
    try {
      return await asPromise(work(database.transaction(table, 'readwrite').objectStore(table)));
    } finally {
      database.close();
    }
  };
  return {
    name,
    open,
    plant: async (table, value, key) => void (await inside<IDBValidKey>(table, (store) => store.put(value, key))),
    rows: (table) => inside<unknown[]>(table, (store) => store.getAll()),
    async end() {
      for (const ledger of ledgers) ledger.close();
      await asPromise(indexedDB.deleteDatabase(name));
    },
  };
}

export function asPromise<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the request failed'));
  });
}
