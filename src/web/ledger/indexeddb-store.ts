import { BackgroundTaskError } from '../../errors.js';
import { answer } from './former-database.js';
import { createConnection } from './indexeddb-connection.js';
import { abortError, codedError, isLostConnection, unansweredError } from './storage-errors.js';
import type { IndexKey, ItemIndex, Store, StoreTransaction, Table, Timers } from './store.js';

/** A frozen page or a dead storage process can keep a transaction waiting for ever. */
const STEP_LIMIT_MS = 30_000;
/** The ledger gives no such keys; after the largest one there would be no next. */
const KEYS_END = 2 ** 52;

/** Keeps the ledger in the database of this name. A new one takes over the records of `formerName`, which is deleted then. */
export function openIndexedDbStore(name: string, timers: Timers, formerName: string | null = null): Store {
  const connection = createConnection(name, formerName, timers);

  const attempt: Store['transaction'] = async (tables, mode, work, durability = 'relaxed') => {
    const database = await connection.open();
    try {
      return await within(timers, database.transaction(tables, mode, { durability }), work);
    } catch (error: unknown) {
      // A connection that has failed may be lost for good (WebKit): the next step opens a new one.
      if (!isOwnRefusal(error)) connection.drop(database);
      throw error;
    }
  };

  return {
    async transaction(...step) {
      try {
        return await attempt(...step).catch((error: unknown) => {
          if (!isLostConnection(error)) throw error;
          return attempt(...step);
        });
      } catch (error: unknown) {
        throw codedError(error);
      }
    },
    close: connection.close,
  };
}

/** Does `work` in the transaction. Resolves once all of it is written; rejects when nothing was. */
async function within<T>(timers: Timers, transaction: IDBTransaction, work: (step: StoreTransaction) => Promise<T>): Promise<T> {
  let cancel = (): void => undefined;
  const unanswered = new Promise<never>((_, reject) => {
    cancel = timers.after(STEP_LIMIT_MS, () => {
      reject(unansweredError('a step', STEP_LIMIT_MS));
      unlessEnded(() => transaction.abort());
    });
  });
  const done = new Promise<unknown>((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? abortError());
  });
  // Handled here and now: an aborted transaction must not become an unhandled rejection while `work` still waits.
  done.catch(() => undefined);
  const doing = async (): Promise<T> => {
    const result = await work(stepOn(transaction));
    // Saves the turn in which the browser would see that nothing more is asked.
    unlessEnded(() => transaction.commit());
    // What was only read is known already.
    if (transaction.mode === 'readwrite') await done;
    return result;
  };
  try {
    return await Promise.race([doing(), unanswered]);
  } catch (error: unknown) {
    unlessEnded(() => transaction.abort());
    // A pending request knows only that its transaction was aborted; the transaction knows why (a full disk, say).
    throw error instanceof BackgroundTaskError ? error : (transaction.error ?? error);
  } finally {
    cancel();
  }
}

/** A refusal of the ledger's (too many tasks, say) says nothing of the connection. */
function isOwnRefusal(error: unknown): boolean {
  return error instanceof BackgroundTaskError && error.code !== 'STORAGE_FAILED';
}

function unlessEnded(end: () => void): void {
  try {
    end();
  } catch {
    // The transaction has ended already.
  }
}

function stepOn(transaction: IDBTransaction): StoreTransaction {
  const table = (name: Table): IDBObjectStore => transaction.objectStore(name);
  const indexOf = (index: ItemIndex): IDBIndex => table('items').index(index);
  return {
    get: (name, key) => answer<unknown>(table(name).get(key)),
    all: (name) => answer<unknown[]>(table(name).getAll()),
    put: (name, value) => void table(name).put(value),
    delete: (name, key) => void table(name).delete(key),
    async append(name, value, keep) {
      const store = table(name);
      store.delete(IDBKeyRange.lowerBound(KEYS_END));
      const last = await answer(store.openKeyCursor(null, 'prev'));
      const key = Math.max(0, Math.floor((last?.key ?? 0) as number)) + 1;
      store.put(value, key);
      store.delete(IDBKeyRange.upperBound(key - keep));
    },
    clear: (name) => void table(name).clear(),
    item: (sequence) => answer<unknown>(table('items').get(sequence)),
    putItem: (value) => void table('items').put(value),
    deleteItem: (sequence) => void table('items').delete(sequence),
    countItems: () => answer(table('items').count()),
    async lastSequence() {
      const last = await answer(table('items').openKeyCursor(null, 'prev'));
      return (last?.primaryKey ?? 0) as number;
    },
    async sequences(index, prefix, from) {
      const lower = from === undefined ? prefix : [...prefix, from];
      return (await answer(indexOf(index).getAllKeys(IDBKeyRange.bound(lower, endOf(prefix))))) as number[];
    },
    allSequences: async (limit) => (await answer(table('items').getAllKeys(null, limit))) as number[],
    async seek(index, from, past = false) {
      const cursor = await answer(indexOf(index).openKeyCursor(IDBKeyRange.lowerBound(past ? endOf(from) : from)));
      return cursor && { key: cursor.key as (string | number)[], sequence: cursor.primaryKey as number };
    },
  };
}

/** Arrays come after numbers and texts: a key that is larger than all that begin with `prefix`. */
function endOf(prefix: IndexKey): IDBValidKey {
  return [...prefix, []];
}
