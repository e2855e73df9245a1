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
