import { RECORDS_SET_ASIDE } from '../../core/constants.js';
import type { BackgroundTaskStatusDetails, BackgroundTaskStatusReason } from '../../definitions.js';
import { BackgroundTaskStatus } from '../../definitions.js';
import type { LedgerHealth } from '../ledger/ledger.js';
import { hasNetwork, saysOffline } from './network.js';
import { hasPeriodicSync, periodicSyncPermission } from './sync-api.js';
import type { SyncRegistration } from './sync-api.js';

/** Reasons that are worth knowing and keep no task from running. */
const REMARKS: readonly string[] = [RECORDS_SET_ASIDE, 'OFFLINE_HINT_IGNORED'];

export interface StatusParts {
  readonly registration: SyncRegistration | null;
  /** Says why there is no worker, where that is known. */
  readonly failure: BackgroundTaskStatusReason | null;
  /** Null when the storage does not answer. */
  readonly health: LedgerHealth | null;
}

/** Reports whether tasks run while all pages are closed: a worker must be registered, and the browser must be asked and allowed to wake it. */
export async function readStatus({ registration, failure, health }: StatusParts): Promise<BackgroundTaskStatusDetails> {
  const [permission, hasTag] = await Promise.all([periodicSyncPermission(), hasPeriodicSync(registration)]);
  // Without a task there is no reason to register a worker, nor to miss one.
  const wanted = health?.isInUse === true;
  const reasons: BackgroundTaskStatusReason[] = [];
  const add = (code: string, message: string): void => void reasons.push({ code, message });
  if (!('serviceWorker' in globalThis.navigator) && !('ServiceWorkerGlobalScope' in globalThis)) {
    add('WORKER_UNSUPPORTED', 'This browser offers no service worker here (a secure origin is needed): tasks run while a page is open.');
  } else if (registration === null && wanted) {
    reasons.push(failure ?? { code: 'WORKER_MISSING', message: 'No worker with background tasks was found.' });
  }
  if (!('PeriodicSyncManager' in globalThis)) {
    add('PERIODIC_SYNC_UNSUPPORTED', 'This browser has no Periodic Background Sync: tasks run while a page is open and at the next visit.');
  } else if (permission !== 'granted') {
    add(
      'PERIODIC_SYNC_NOT_PERMITTED',
      `The browser's permission for Periodic Background Sync is "${permission}". Chromium gives it to installed apps that are used: install the app; check the site's settings.`,
    );
  }
  if (wanted && permission === 'granted' && hasTag === false) {
    add(
      'PERIODIC_SYNC_MISSING',
      'The browser has no Periodic Background Sync for the worker (it was refused, or something took it back). It is asked for again when a page is seen or online.',
    );
  }
  addHealth(health, add);
  if (saysOffline() && (await hasNetwork())) {
    add(
      'OFFLINE_HINT_IGNORED',
      'The browser says that it is offline (navigator.onLine), but the server of the app answers: tasks that need the network run all the same.',
    );
  }
  const runsWhileClosed = reasons.every((reason) => REMARKS.includes(reason.code));
  return {
    status: runsWhileClosed ? BackgroundTaskStatus.Available : BackgroundTaskStatus.Restricted,
    reasons,
    runsWhileClosed,
    platform: {
      name: 'web',
      periodicSyncPermission: permission,
      worker: registration?.active?.scriptURL ?? null,
      scope: registration?.scope ?? null,
      online: navigator.onLine,
      webLocks: 'locks' in navigator,
      recordsSetAside: health?.setAside.length ?? 0,
    },
  };
}

function addHealth(health: LedgerHealth | null, add: (code: string, message: string) => void): void {
  if (health === null) {
    add('STORAGE_FAILED', 'IndexedDB does not answer here (private mode, full disk, blocked site data): nothing can be kept or run.');
    return;
  }
  if (health.newer) {
    add('STORAGE_NEWER', 'A newer version of the app has written the records. This page or worker claims nothing: reload it.');
  }
  if (health.setAside.length > 0) {
    const keys = health.setAside.map((one) => `${one.key} (${one.reason})`).join(', ');
    add(RECORDS_SET_ASIDE, `Corrupt records were set aside: ${keys}. Register these tasks again.`);
  }
}
