/** The tables of the ledger. Keys: of `tasks` the record's `name`, of `openRuns` its `taskName`; `log` and `setAside` count up. */
export type Table = 'tasks' | 'openRuns' | 'log' | 'setAside';
export type KeyedTable = 'tasks' | 'openRuns';
export type CountedTable = 'log' | 'setAside';

export const ALL_TABLES: readonly Table[] = ['tasks', 'openRuns', 'log', 'setAside'];
export const KEY_PATHS = { tasks: 'name', openRuns: 'taskName' } as const;

/**
 * What a step may do within its transaction. Values that come out are untrusted, but for their key. A write is not waited for: one that fails
 * fails the transaction.
 */
export interface StoreTransaction {
  get(table: KeyedTable, key: string): Promise<unknown>;
  /** In the order of their keys. */
  all(table: Table): Promise<unknown[]>;
  put(table: KeyedTable, value: object): void;
  delete(table: KeyedTable, key: IDBValidKey): void;
  /** Adds at the end and drops what is older than the last `keep`. One at a time. */
  append(table: CountedTable, value: object, keep: number): Promise<void>;
  clear(table: Table): void;
}

export interface Store {
  /** All or nothing. `work` may wait for nothing but this transaction. `strict`: on disk before it answers, see docs/decisions/0005. */
  transaction<T>(
    tables: readonly Table[],
    mode: 'readonly' | 'readwrite',
    work: (step: StoreTransaction) => Promise<T>,
    durability?: 'relaxed' | 'strict',
  ): Promise<T>;
  close(): void;
}
