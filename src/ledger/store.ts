/** The tables of the ledger. Keys: of `tasks` the record's `name`, of `openRuns` its `taskName`; `log` and `setAside` count up. */
export type Table = 'tasks' | 'openRuns' | 'log' | 'setAside';
export type KeyedTable = 'tasks' | 'openRuns';
export type CountedTable = 'log' | 'setAside';

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

export interface TransactionOptions {
  readonly write: boolean;
  /** True: on disk before it answers (a registration must outlive a power cut); see docs/decisions/0005. */
  readonly durable?: boolean;
}

export interface Store {
  /** All or nothing. `work` may wait for nothing but this transaction. */
  transaction<T>(tables: readonly Table[], options: TransactionOptions, work: (step: StoreTransaction) => Promise<T>): Promise<T>;
  close(): void;
}
