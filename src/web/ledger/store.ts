/**
 * The tables of the ledger. `tasks` is keyed by the record's `name`, `openRuns` by its `taskName`, `items` by its `sequence`; the keys of `log` and
 * `setAside` count up.
 */
export type Table = 'tasks' | 'openRuns' | 'items' | 'log' | 'setAside';
export type KeyedTable = 'tasks' | 'openRuns';
export type CountedTable = 'log' | 'setAside';

export const ALL_TABLES: readonly Table[] = ['tasks', 'openRuns', 'items', 'log', 'setAside'];
export const KEY_PATHS = { tasks: 'name', openRuns: 'taskName', items: 'sequence' } as const;

/** The indexes of `items`, which is never read whole. An item whose `undefinedSince` is null is not in that index. */
export const ITEM_INDEXES = {
  id: ['taskName', 'id'],
  time: ['taskName', 'set', 'eligibleAt'],
  scheduled: ['scheduledAt'],
  undefined: ['undefinedSince'],
} as const;
export type ItemIndex = keyof typeof ITEM_INDEXES;

/** A key of an index, or the beginning of one. */
export type IndexKey = readonly (string | number)[];

export interface IndexEntry {
  readonly key: IndexKey;
  readonly sequence: number;
}

/**
 * What a step may do within its transaction. Values that are read are untrusted, except for their key. Nobody waits for a write: one that
 * fails makes the whole transaction fail.
 */
export interface StoreTransaction {
  get(table: KeyedTable, key: string): Promise<unknown>;
  /** Returns all records, sorted by key. */
  all(table: Table): Promise<unknown[]>;
  put(table: KeyedTable, value: object): void;
  delete(table: KeyedTable, key: IDBValidKey): void;
  /** Adds a record at the end and drops all but the last `keep`. Wait for one call before the next. */
  append(table: CountedTable, value: object, keep: number): Promise<void>;
  clear(table: Table): void;
  item(sequence: number): Promise<unknown>;
  putItem(value: object): void;
  deleteItem(sequence: number): void;
  countItems(): Promise<number>;
  /** The largest one, or 0. */
  lastSequence(): Promise<number>;
  /** The sequences of all items that the index has under keys that begin with `prefix` and go on with at least `from`, in their order. */
  sequences(index: ItemIndex, prefix: IndexKey, from?: number): Promise<number[]>;
  /** All sequences, counting up, at most `limit`. */
  allSequences(limit: number): Promise<number[]>;
  /** The first entry of an index from `from` on. With `past`, the first one that does not begin with `from`. */
  seek(index: ItemIndex, from: IndexKey, past?: boolean): Promise<IndexEntry | null>;
}

export interface Store {
  /**
   * Does all of `work` or nothing. `work` may wait for nothing but this transaction: IndexedDB ends one that is idle. With `strict` the data is
   * on the disk before the promise resolves (docs/decisions/0005).
   */
  transaction<T>(
    tables: readonly Table[],
    mode: 'readonly' | 'readwrite',
    work: (step: StoreTransaction) => Promise<T>,
    durability?: 'relaxed' | 'strict',
  ): Promise<T>;
  close(): void;
}

/** The part of the clock that a store needs. */
export interface Timers {
  /** Calls back after the delay; returns what takes the timer back. */
  after(delayMs: number, call: () => void): () => void;
}
