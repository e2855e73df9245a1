import { openIndexedDbStore } from './indexeddb-store.js';
import { DATABASE_NAME } from './ledger.js';
import type { Ledger, LedgerPorts } from './ledger.js';
import { createMemoryStore } from './memory-store.js';
import { createOfferLedger } from './offer-ledger.js';
import { createRunLedger } from './run-ledger.js';
import type { Store } from './store.js';
import { createTaskLedger } from './task-ledger.js';
import { createWakeLedger } from './wake-ledger.js';

/** The database opens with the first step. */
export function openIndexedDbLedger(ports: LedgerPorts, name = DATABASE_NAME): Ledger {
  return createLedger(openIndexedDbStore(name), ports);
}

/** The same steps without persistence. */
export function createMemoryLedger(ports: LedgerPorts): Ledger {
  return createLedger(createMemoryStore(), ports);
}

/** The ledger over any store that keeps its promises: all or nothing, one writer at a time. */
export function createLedger(store: Store, ports: LedgerPorts): Ledger {
  return { ...createRunLedger(store), ...createOfferLedger(store, ports), ...createWakeLedger(store, ports), ...createTaskLedger(store) };
}
