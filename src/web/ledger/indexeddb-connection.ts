import { deleteFormerDatabase, readFormerDatabase } from './former-database.js';
import type { FormerRecords } from './former-database.js';
import { abortError, blockedError, unansweredError } from './storage-errors.js';
import { ALL_TABLES, ITEM_INDEXES, KEY_PATHS } from './store.js';
import type { Table, Timers } from './store.js';

/** 3 has brought the table of items. */
export const DATABASE_VERSION = 3;
/** Whoever opens the name without a version (an inspector, a stray script) makes an empty database of version 1. */
const FIRST_VERSION = 2;
/** Longer than a cold and busy disk takes. Some versions of WebKit never answer the first open of a page. */
const OPEN_LIMIT_MS = 10_000;

export interface Connection {
  /** Returns the open database. Rejects when the browser does not answer in time; the open stays pending, and later calls use it when it comes. */
  open(): Promise<IDBDatabase>;
  /** Gives up a database that has failed, unless another step has opened a new one already. */
  drop(database: IDBDatabase): void;
  close(this: void): void;
}

/** Holds the one connection to a database, and has at most one open pending. `formerName` names an older database whose records a new one takes over. */
export function createConnection(name: string, formerName: string | null, timers: Timers): Connection {
  let database: IDBDatabase | null = null;
  let pending: Promise<IDBDatabase> | null = null;
  const waiting = new Set<(error: Error) => void>();

  const drop = (dropped: IDBDatabase): void => {
    if (database === dropped) database = null;
    dropped.close();
  };

  const request = (): Promise<IDBDatabase> =>
    openDatabase(name, formerName, {
      // The open stays pending and ends once the other tab gives way. Who waits for it already is told why.
      onBlocked: () => waiting.forEach((reject) => reject(blockedError())),
      onLost: drop,
    });

  const begin = (): Promise<IDBDatabase> => {
    const opening = request();
    const end = (): void => {
      if (pending === opening) pending = null;
    };
    opening.then((opened) => {
      // Closed meanwhile: nobody wants it any more.
      if (pending === opening) database = opened;
      else opened.close();
      end();
    }, end);
    return opening;
  };

  return {
    async open() {
      if (database !== null) return database;
      const opening = (pending ??= begin());
      return new Promise((resolve, reject) => {
        const end = (): void => {
          waiting.delete(refuse);
          cancel();
        };
        const refuse = (error: Error): void => {
          end();
          reject(error);
        };
        const cancel = timers.after(OPEN_LIMIT_MS, () => refuse(unansweredError('the opening of the database', OPEN_LIMIT_MS)));
        waiting.add(refuse);
        opening.then((opened) => {
          end();
          resolve(opened);
        }, refuse);
      });
    },
    drop,
    close() {
      pending = null;
      if (database !== null) drop(database);
    },
  };
}

interface OpenEvents {
  onBlocked(this: void): void;
  /** The browser closed the database, or another context wants to delete or upgrade it. */
  onLost(this: void, database: IDBDatabase): void;
}

async function openDatabase(name: string, formerName: string | null, events: OpenEvents): Promise<IDBDatabase> {
  const existing = await requestDatabase(name, formerName === null ? NOTHING : null, events);
  if (existing !== null || formerName === null) return existing ?? Promise.reject(abortError());
  // The records are put into the new database in the transaction that creates it, so a context that is killed meanwhile loses nothing.
  const former = await readFormerDatabase(formerName);
  const created = await requestDatabase(name, former ?? NOTHING, events);
  if (former !== null) deleteFormerDatabase(formerName);
  return created ?? Promise.reject(abortError());
}

const NOTHING: FormerRecords = new Map();

/** Opens the database and fills a new one with `records`. With null a new one is not created, and null is returned. */
function requestDatabase(name: string, records: FormerRecords | null, { onBlocked, onLost }: OpenEvents): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, DATABASE_VERSION);
    let isRefused = false;
    opening.onupgradeneeded = ({ oldVersion }) => {
      if (records === null && oldVersion < FIRST_VERSION) {
        isRefused = true;
        opening.transaction?.abort();
        return;
      }
      for (const table of ALL_TABLES) createTable(opening.result, table, records ?? NOTHING);
    };
    opening.onblocked = onBlocked;
    opening.onerror = (event) => {
      // Some browsers report an error event that nobody prevents as an uncaught error of the app.
      event.preventDefault();
      if (isRefused) resolve(null);
      else reject(opening.error ?? abortError());
    };
    opening.onsuccess = () => {
      const database = opening.result;
      database.onclose = () => onLost(database);
      database.onversionchange = () => onLost(database);
      resolve(database);
    };
  });
}

function createTable(database: IDBDatabase, table: Table, records: FormerRecords): void {
  if (database.objectStoreNames.contains(table)) return;
  const keyPath = (KEY_PATHS as Partial<Record<Table, string>>)[table] ?? null;
  const store = database.createObjectStore(table, { keyPath });
  if (table === 'items') for (const [name, fields] of Object.entries(ITEM_INDEXES)) store.createIndex(name, [...fields]);
  for (const { key, value } of records.get(table) ?? []) {
    if (keyPath === null) store.put(value, key);
    else store.put(value);
  }
}
