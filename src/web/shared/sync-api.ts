import { pause } from '../../runner/timed.js';
import { browserClock } from './clock.js';
import { SYNC_TAG } from './names.js';

// Periodic Background Sync and Background Sync are missing in TypeScript's DOM library.

export interface PeriodicSyncManager {
  register(tag: string, options: { minInterval: number }): Promise<void>;
  unregister(tag: string): Promise<void>;
  getTags(): Promise<string[]>;
}

export interface SyncManager {
  register(tag: string): Promise<void>;
}

export type SyncRegistration = ServiceWorkerRegistration & {
  readonly periodicSync?: PeriodicSyncManager;
  readonly sync?: SyncManager;
};

export async function periodicSyncPermission(): Promise<PermissionState | 'unsupported'> {
  try {
    const status = await navigator.permissions.query({ name: 'periodic-background-sync' as PermissionName });
    return status.state;
  } catch {
    return 'unsupported';
  }
}

/** A browser that is busy or broken may not answer at all. */
const TAGS_LIMIT_MS = 2000;

/** Returns whether the browser has our tag for that worker, or null when there is no worker, no such API, or no answer. */
export async function hasPeriodicSync(registration: SyncRegistration | null): Promise<boolean | null> {
  const asked = registration?.periodicSync?.getTags() ?? null;
  const tags = await Promise.race([asked, pause(browserClock, TAGS_LIMIT_MS)]).catch(() => null);
  return tags?.includes(SYNC_TAG) ?? null;
}
