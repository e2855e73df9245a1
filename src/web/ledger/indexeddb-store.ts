import { BackgroundTaskError } from '../../errors.js';
import { ALL_TABLES, KEY_PATHS } from './store.js';
import type { Store, StoreTransaction, Table } from './store.js';

/** The first is 2: whoever opens the name without a version (an inspector, a stray script) makes an empty database of version 1. */
const DATABASE_VERSION = 2;
/** Keys from here on are none of ours; the largest would leave no next one. */
const KEYS_END = 2 ** 52;
const ABORTED = new Error('aborted');

export function openIndexedDbStore(name: string): Store {
  let connection: Promise<IDBDatabase> | null = null;

  const close = (): void => {
    void connection?.then(
      (database) => database.close(),
      () => undefined,
    );
    connection = null;
  };

  const attempt: Store['transaction'] = async (tables, mode, work, durability = 'relaxed') => {
    connection ??= openDatabase(name, close);
    const transaction = (await connection).transaction(tables, mode, { durability });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? ABORTED);
    });
    // Handled here and now: an aborted transaction must not become an unhandled rejection while `work` still waits.
    done.catch(() => undefined);
    try {
      const result = await work(stepOn(transaction));
      // Does not wait for the turn in which the browser would see that nothing more is asked.
      unlessEnded(() => transaction.commit());
      await done;
      return result;
    } catch (error: unknown) {
      unlessEnded(() => transaction.abort());
      // Of an abort (full disk, say) a pending request knows only that there was one.
      throw transaction.error ?? error;
    }
  };

  return {
    async transaction(...step) {
      try {
        return await attempt(...step).catch((error: unknown) => {
          // InvalidStateError, AbortError: the connection was closed (site data cleared, a deletion), and nothing of this step was written.
          if (!/^(Inv|Ab)/.test(String(error))) throw error;
          close();
          return attempt(...step);
        });
      } catch (error: unknown) {
        if (error instanceof BackgroundTaskError) throw error;
        // WebKit loses the connection to its storage process for good: the next step opens anew.
        close();
        throw codedError(error);
      }
    },
    close,
  };
}

function unlessEnded(end: () => void): void {
  try {
    end();
  } catch {
    // The transaction has ended already.
  }
}

function openDatabase(name: string, close: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, DATABASE_VERSION);
    opening.onupgradeneeded = () => {
      const database = opening.result;
      for (const table of ALL_TABLES) {
        const keyPath = (KEY_PATHS as Partial<Record<Table, string>>)[table] ?? null;
        if (!database.objectStoreNames.contains(table)) database.createObjectStore(table, { keyPath });
      }
    };
    opening.onblocked = () => reject(new Error('a tab with an older version has it open'));
    opening.onerror = () => reject(opening.error ?? ABORTED);
    opening.onsuccess = () => {
      const database = opening.result;
      // One that comes too late, after a block, is used by nobody; it gives way like any other.
      database.onclose = close;
      // Deleted or upgraded by another context: give way, and open anew at the next step.
      database.onversionchange = () => {
        close();
        database.close();
      };
      resolve(database);
    };
  });
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? ABORTED);
  });
}

function stepOn(transaction: IDBTransaction): StoreTransaction {
  const table = (name: Table): IDBObjectStore => transaction.objectStore(name);
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
  };
}

function codedError(cause: unknown): BackgroundTaskError {
  return /^Ver/.test(String(cause))
    ? new BackgroundTaskError('STORAGE_NEWER', 'The database is of a newer version of the app: reload the page.', { cause })
    : new BackgroundTaskError('STORAGE_FAILED', `Nothing was stored (${String(cause)}). Free disk space or leave private mode.`, { cause });
}
