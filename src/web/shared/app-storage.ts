import { openIndexedDbStore } from '../ledger/indexeddb-store.js';
import type { Store } from '../ledger/store.js';
import { browserClock } from './clock.js';
import { appNames, FORMER_DATABASE_NAME } from './names.js';

/** Opens the storage of the app at `base`. A new one takes over what earlier versions of this package kept for the whole origin. */
export function openAppStore(base: string): Store {
  return openIndexedDbStore(appNames(base).database, browserClock, FORMER_DATABASE_NAME);
}
