import { WORKER_SCOPE } from '../../core/artifacts.js';
import type { BackgroundTaskStatusReason } from '../../definitions.js';
import type { Clock } from '../../runner/ports.js';
import { withLimit } from '../../runner/timed.js';
import type { SyncRegistration } from '../shared/sync-api.js';
import { markedRequest } from '../shared/worker-messages.js';
import type { WorkerAnswer, WorkerRequest } from '../shared/worker-messages.js';
import { workerContainer } from './worker-container.js';
import { registrationFailure, silentWorker, workerElsewhere, WORKER_MISSING } from './worker-failure.js';
import { workerScriptUrl } from './worker-script-url.js';

/** Until the worker's script has come, at its first registration. */
const REGISTER_LIMIT_MS = 20_000;
const START_LIMIT_MS = 10_000;
/** A cold worker's start, with time to spare. */
export const PING_LIMIT_MS = 5000;

/** This page's way to the worker that runs background tasks: the build's own, else the app's own if it listens for them. */
export interface WorkerLink {
  /**
   * Returns the registration whose active worker answers, or null. Registers the build's worker if need be, and again when it has gone.
   */
  find(): Promise<SyncRegistration | null>;
  /** Looks again at the next call: the worker was missing, or is not there any more. */
  forget(): void;
  /** Why `find` found none when it last looked; null when it found one. */
  failure(): BackgroundTaskStatusReason | null;
  /** Calls back each time that the worker had gone and was registered anew: the browser has forgotten its periodic sync. */
  onReplaced(call: () => void): void;
  /** Returns what `find` found, else what is registered already, the app's own worker included. Registers nothing. */
  current(): Promise<SyncRegistration | null>;
  /** Returns the build's worker if it is registered already. Registers nothing. */
  known(): Promise<SyncRegistration | null>;
  /** Returns null when there is no worker, or no answer in time. */
  request(request: WorkerRequest, limitMs: number): Promise<WorkerAnswer | null>;
}

/** `base` is the URL of the folder of the app's index.html. */
export function createWorkerLink(clock: Clock, base: string): WorkerLink {
  const scope = new URL(WORKER_SCOPE, base).href;
  let finding: Promise<SyncRegistration | null> | null = null;
  let failure: BackgroundTaskStatusReason | null = null;
  let told = (): void => undefined;

  /** Returns the registration if its worker listens for background tasks, and for those of this app. */
  const listening = async (registration: SyncRegistration | null): Promise<SyncRegistration | null> => {
    if (registration?.active == null) return null;
    const { scriptURL } = registration.active;
    const answer = await ask(clock, registration.active, { kind: 'ping' }, PING_LIMIT_MS);
    if (answer === null) failure = silentWorker(scriptURL, PING_LIMIT_MS);
    else if (answer.base !== undefined && answer.base !== base) failure = workerElsewhere(scriptURL, answer.base, base);
    else {
      failure = null;
      return registration;
    }
    return null;
  };

  const register = async (workers: ServiceWorkerContainer): Promise<SyncRegistration | null> => {
    const options = { scope, updateViaCache: 'none' } as const;
    // The script may be long in coming; a worker that comes late is found at the next call.
    const registration = await withLimit(
      clock,
      'register',
      () => workers.register(workerScriptUrl(base), options),
      () => link.forget(),
      REGISTER_LIMIT_MS,
    );
    // No page is ever in this scope, so the browser by itself would look for a newer worker once a day at most.
    if (registration.active !== null) registration.update().catch(() => undefined);
    return activated(clock, registration);
  };

  const find = async (): Promise<SyncRegistration | null> => {
    const workers = workerContainer();
    if (workers === null) return null;
    failure = WORKER_MISSING;
    try {
      return await listening(await register(workers));
    } catch (error: unknown) {
      failure = registrationFailure(base, error);
      // Not built, or not to be had now (offline at the first visit): perhaps it is there, or in the app's own worker.
      const refused = failure;
      const found = (await listening(await link.known())) ?? (await listening((await ownWorker()) ?? null));
      if (found === null && failure.code === 'WORKER_SILENT') failure = refused;
      return found;
    }
  };

  const findOnce = (): Promise<SyncRegistration | null> => (finding ??= find().catch(() => null));

  const link: WorkerLink = {
    async find() {
      const asked = findOnce();
      const found = await asked;
      if (found === null || isAlive(found)) return found;
      // The app unregistered all workers, or its site data was cleared, while this page was open.
      if (finding === asked) link.forget();
      const again = await findOnce();
      if (again !== null) told();
      return again;
    },
    forget() {
      finding = null;
    },
    failure: () => failure,
    onReplaced(call) {
      told = call;
    },
    current: async () => (await finding) ?? (await link.known()) ?? (await ownWorker()) ?? null,
    async known() {
      const registration = await workerContainer()
        ?.getRegistration(scope)
        .catch(() => undefined);
      return registration?.scope === scope ? registration : null;
    },
    async request(request, limitMs) {
      const looked = finding !== null;
      let worker = (await link.find())?.active ?? null;
      if (worker === null && looked) {
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

/** The app's own worker, whether or not it listens for background tasks. */
async function ownWorker(): Promise<SyncRegistration | undefined> {
  return workerContainer()
    ?.getRegistration()
    .catch(() => undefined);
}
