import { BASE_META_NAME, WORKER_FILE, WORKER_SCOPE } from '../../core/artifacts.js';
import type { Clock } from '../../runner/ports.js';
import { withLimit } from '../../runner/timed.js';
import type { SyncRegistration } from '../shared/sync-api.js';
import { markedRequest } from '../shared/worker-messages.js';
import type { WorkerAnswer, WorkerRequest } from '../shared/worker-messages.js';

/** Until the worker's script has come, at its first registration. */
const REGISTER_LIMIT_MS = 20_000;
const START_LIMIT_MS = 10_000;
/** A cold worker's start, with time to spare. */
export const PING_LIMIT_MS = 5000;

/** This page's way to the worker that runs background tasks: the build's own, else the app's own if it listens for them. */
export interface WorkerLink {
  /** The registration with an active worker; registers the build's worker if need be. Null: there is none. Asked again when it has gone. */
  find(): Promise<SyncRegistration | null>;
  /** Looks again at the next call: the worker was missing, or is not there any more. */
  forget(): void;
  /** What `find` found, else what is registered already, the app's own worker included; registers nothing. */
  current(): Promise<SyncRegistration | null>;
  /** The build's worker if it is registered already; registers nothing. */
  known(): Promise<SyncRegistration | null>;
  /** Null: no worker, or no answer in time. */
  request(request: WorkerRequest, limitMs: number): Promise<WorkerAnswer | null>;
}

export function createWorkerLink(clock: Clock): WorkerLink {
  let finding: Promise<SyncRegistration | null> | null = null;

  const find = async (): Promise<SyncRegistration | null> => {
    const workers = container();
    if (workers === null) return null;
    try {
      const options = { scope: scopeUrl(), updateViaCache: 'none' } as const;
      // The script may be long in coming; a worker that comes late is found at the next call.
      const registration = await withLimit(
        clock,
        'register',
        () => workers.register(new URL(WORKER_FILE, baseUrl()), options),
        () => link.forget(),
        REGISTER_LIMIT_MS,
      );
      // No page is ever in this scope, so the browser by itself would look for a newer worker once a day at most.
      if (registration.active !== null) registration.update().catch(() => undefined);
      return await activated(clock, registration);
    } catch {
      // Not built, or not to be had now (offline at the first visit): perhaps it is there, or in the app's own worker.
      const known = await link.known();
      if (known?.active != null) return known;
      const own = await ownWorker();
      if (own?.active == null) return null;
      return (await ask(clock, own.active, { kind: 'ping' }, PING_LIMIT_MS)) === null ? null : own;
    }
  };

  const link: WorkerLink = {
    async find() {
      const asked = (finding ??= find().catch(() => null));
      const found = await asked;
      if (found === null || isAlive(found)) return found;
      // The app unregistered all workers, or its site data was cleared, while this page was open.
      if (finding === asked) link.forget();
      return (finding ??= find().catch(() => null));
    },
    forget() {
      finding = null;
    },
    current: async () => (await finding) ?? (await link.known()) ?? (await ownWorker()) ?? null,
    async known() {
      const registration = await container()
        ?.getRegistration(scopeUrl())
        .catch(() => undefined);
      return registration?.scope === scopeUrl() ? registration : null;
    },
    async request(request, limitMs) {
      let worker = (await link.find())?.active ?? null;
      if (worker === null) {
        // The build's worker was not to be had when this page started.
        link.forget();
        worker = (await link.find())?.active ?? null;
      }
      return worker === null ? null : ask(clock, worker, request, limitMs);
    },
  };
  return link;
}

function isAlive(registration: ServiceWorkerRegistration): boolean {
  return registration.active !== null && registration.active.state !== 'redundant';
}

function activated(clock: Clock, registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration | null> {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      resolve(registration.active === null ? null : registration);
    };
    const look = (): void => {
      if (worker === null || worker.state === 'activated' || worker.state === 'redundant') end();
    };
    const cancel = clock.after(START_LIMIT_MS, end);
    worker?.addEventListener('statechange', look);
    look();
  });
}

function ask(clock: Clock, worker: ServiceWorker, request: WorkerRequest, limitMs: number): Promise<WorkerAnswer | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const end = (answer: WorkerAnswer | null): void => {
      cancel();
      port1.close();
      resolve(answer);
    };
    const cancel = clock.after(limitMs, () => end(null));
    port1.onmessage = (event: MessageEvent<WorkerAnswer | null>) => end(event.data);
    worker.postMessage(markedRequest(request), [port2]);
  });
}

function container(): ServiceWorkerContainer | null {
  // A getter that throws: sandboxed frames and some web views.
  try {
    return 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  } catch {
    return null;
  }
}

/** The app's own worker, whether or not it listens for background tasks. */
async function ownWorker(): Promise<SyncRegistration | undefined> {
  return container()
    ?.getRegistration()
    .catch(() => undefined);
}

function baseUrl(): string {
  const meta = document.querySelector(`meta[name="${BASE_META_NAME}"]`)?.getAttribute('content');
  return new URL(meta ?? '.', document.baseURI).href;
}

function scopeUrl(): string {
  return new URL(WORKER_SCOPE, baseUrl()).href;
}
