import type { TaskPlatform } from '../../core/platform.js';
import { CONTRACT_VERSION } from '../../core/constants.js';
import { createBrowserItems } from '../shared/browser-items.js';
import { createBrowserTasks } from '../shared/browser-tasks.js';
import { browserClock } from '../shared/clock.js';
import { SYNC_TAG } from '../shared/names.js';
import { createEvents } from '../shared/platform-events.js';
import { readStatus } from '../shared/status.js';
import type { SyncRegistration } from '../shared/sync-api.js';
import { createItemLedger } from '../ledger/item-ledger.js';
import { createTaskLedger } from '../ledger/task-ledger.js';
import type { Runner } from '../../runner/ports.js';
import { workerRuntime } from './worker-runtime.js';
import type { WorkerRuntime } from './worker-runtime.js';

export interface WorkerConnection {
  readonly kind: 'web';
  readonly platform: TaskPlatform;
  readonly runner: Runner;
}

let connection: WorkerConnection | null = null;

/** Returns the whole native contract in this worker, for the public API, or null outside a service worker. */
export function workerConnection(): WorkerConnection | null {
  const runtime = workerRuntime();
  if (runtime === null) return null;
  connection ??= {
    kind: 'web',
    platform: createPlatform(runtime),
    runner: { ...runtime.runner, attach: () => Promise.resolve(), contractVersion: () => CONTRACT_VERSION },
  };
  return connection;
}

function createPlatform({ scope, store, ledger: runLedger, broker, wake, kept, eventSink }: WorkerRuntime): TaskPlatform {
  const events = createEvents();
  eventSink.emit = events.emit;
  const ledger = { ...runLedger, ...createTaskLedger(store) };
  const items = createItemLedger(store);
  const tasks = createBrowserTasks(ledger, broker, browserClock, kept);
  return {
    ...broker,
    // There is nothing to attach to, because a worker wakes itself.
    attach: () => Promise.resolve({ contractVersion: CONTRACT_VERSION, runs: [] }),
    // Pages ask for the wake-ups of a closed page. A worker without a window may not.
    ...tasks,
    ...createBrowserItems(items, broker, browserClock),
    async enqueueTask(request) {
      const { change } = await items.enqueue(request, browserClock.now());
      if (change !== 'kept') broker.tell({ kind: 'tasks-changed' });
      // Without a page the browser may refuse. Then the next chance is this very event, when the browser repeats it.
      await (scope.registration as SyncRegistration).sync?.register(SYNC_TAG).catch(() => undefined);
      return { id: request.id, change, notices: [] };
    },
    async unregisterAllTasks() {
      await tasks.unregisterAllTasks();
      // The worker itself stays registered, because browsers stop one that unregisters itself, in the middle of the callback that logs out.
      const drop = async (): Promise<void> => {
        // What the start of the tasks module has unregistered it may register again in a moment. Only a page may ask for the sync again.
        await kept.whenEmpty();
        if ((await ledger.tasks(browserClock.now())).length > 0) return;
        await (scope.registration as SyncRegistration).periodicSync?.unregister(SYNC_TAG);
      };
      const dropped = drop().catch(() => undefined);
      if (kept.isEmpty()) await dropped;
    },
    async getStatus() {
      const health = await ledger.health().catch(() => null);
      return readStatus({ registration: scope.registration, failure: null, health });
    },
    triggerTasks: async ({ headless, taskName, enqueuedId }) => ({
      triggered: await wake.runTest(!headless, taskName === undefined ? null : { taskName, enqueuedId: enqueuedId ?? null }),
    }),
    addListener: events.addListener,
  };
}
