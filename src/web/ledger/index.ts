import { createItemLedger } from './item-ledger.js';
import { openIndexedDbStore } from './indexeddb-store.js';
import type { Ledger, LedgerPorts } from './ledger.js';
import { createMemoryStore } from './memory-store.js';
import { createRunLedger } from './run-ledger.js';
import type { Store, Timers } from './store.js';
import { createTaskLedger } from './task-ledger.js';
import { createWakeLedger } from './wake-ledger.js';

/** Keeps the ledger in IndexedDB. The database is opened by the first step. */
export function openIndexedDbLedger(ports: LedgerPorts, timers: Timers, name: string): Ledger {
  return createLedger(openIndexedDbStore(name, timers), ports);
}

/** Has the same steps, and persists nothing. */
export function createMemoryLedger(ports: LedgerPorts): Ledger {
  return createLedger(createMemoryStore(), ports);
}

/** Builds the ledger over any store whose transactions happen wholly or not at all, one writer at a time. */
export function createLedger(store: Store, ports: LedgerPorts): Ledger {
  return { ...createRunLedger(store), ...createWakeLedger(store, ports), ...createTaskLedger(store), ...createItemLedger(store) };
}
