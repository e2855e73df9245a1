// The DOM library describes pages; these are the parts of a service worker's scope that are used here.

export interface ExtendableEventLike extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface SyncEventLike extends ExtendableEventLike {
  readonly tag: string;
}

export interface MessageEventLike extends ExtendableEventLike {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}

export interface WindowClientLike {
  readonly visibilityState: 'visible' | 'hidden';
}

export interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { matchAll(options: { includeUncontrolled: true }): Promise<readonly WindowClientLike[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', listener: (event: ExtendableEventLike) => void): void;
  addEventListener(type: 'periodicsync' | 'sync', listener: (event: SyncEventLike) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEventLike) => void): void;
}

/** Returns null outside a service worker, because edge servers resolve the `worker` condition too. */
export function workerScope(): WorkerScope | null {
  if (!('ServiceWorkerGlobalScope' in globalThis) || !('registration' in globalThis)) return null;
  return globalThis as unknown as WorkerScope;
}
