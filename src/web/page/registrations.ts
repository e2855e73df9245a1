import type { Notice, RunPlatform, TaskPlatform } from '../../core/platform.js';
import { createBrowserItems } from '../shared/browser-items.js';
import { createBrowserTasks } from '../shared/browser-tasks.js';
import type { KeptRegistrations } from '../shared/kept-registrations.js';
import { readStatus } from '../shared/status.js';
import type { RunLedger, WakeLedger } from '../ledger/ledger.js';
import type { Store } from '../ledger/store.js';
import { createItemLedger } from '../ledger/item-ledger.js';
import { createTaskLedger } from '../ledger/task-ledger.js';
import type { Clock } from '../../runner/ports.js';
import type { ItemTaking } from './item-taking.js';
import { pause } from '../../runner/timed.js';
import { askForSync } from './one-off-sync.js';
import type { PageScheduler } from './page-scheduler.js';
import { runTest } from './page-test.js';
import type { PageTestPorts } from './page-test.js';
import { missingInWorker } from './periodic-sync.js';
import { createWakeUps } from './wake-ups.js';

export interface RegistrationsPorts extends PageTestPorts {
  readonly store: Store;
  readonly ledger: RunLedger & WakeLedger;
  readonly scheduler: PageScheduler;
  readonly taking: ItemTaking;
  readonly clock: Clock;
  readonly kept: KeptRegistrations;
  /** Calls back each time that the page is seen again, or online again. */
  readonly onSeen: (call: () => void) => void;
  readonly onFailure: (error: unknown) => void;
}

export type Registrations = Omit<TaskPlatform, keyof RunPlatform | 'addListener'> & {
  /** Asks the browser again for what an earlier visit asked of it, if the browser has lost that. */
  renew(this: void): Promise<void>;
};

/** Serves what the API asks of a page and no wake needs: registrations, the log, the status. It is a chunk of its own, loaded at its first use. */
export function createRegistrations(given: RegistrationsPorts): Registrations {
  const { store, ledger, broker, link, scheduler, taking, clock, kept, onSeen, onFailure } = given;
  const whole = { ...ledger, ...createTaskLedger(store) };
  const tasks = createBrowserTasks(whole, broker, clock, kept);
  const items = createItemLedger(store);
  const agree = createWakeUps({ ledger, link, clock });
  /** Checks what the browser knows, and changes nothing that is as it should be. Nobody waits for it. */
  const checkWakeUps = (): void => void agree({ changed: false }).catch(onFailure);
  link.onReplaced(checkWakeUps);
  onSeen(checkWakeUps);

  /** Asks for wake-ups after a registration, which is kept whatever the browser answers. */
  const askForWakeUps = async (taskName: string): Promise<Notice[]> => {
    try {
      const notices = await agree({ changed: true });
      return notices.length > 0 ? notices : await missingInWorker(link, taskName);
    } catch (error: unknown) {
      onFailure(error);
      return [];
    }
  };

  /** What the start of the app has unregistered it may register again in a moment: until then the browser keeps its countdown. */
  const afterStart = async (): Promise<void> => {
    try {
      await kept.whenEmpty();
      await agree({ changed: true, withWorker: true });
    } catch (error: unknown) {
      onFailure(error);
    }
  };

  /** The names that were looked for in the worker since the page was opened. */
  const lookedFor = new Set<string>();

  /** Asks for a wake-up after an item was enqueued, which is kept whatever the browser answers. */
  const askForItem = async (taskName: string): Promise<Notice[]> => {
    checkWakeUps();
    const notices = await askForSync(link, clock);
    if (notices.length > 0 || lookedFor.has(taskName)) return notices;
    lookedFor.add(taskName);
    return missingInWorker(link, taskName).catch(() => []);
  };

  return {
    ...tasks,
    ...createBrowserItems(items, broker, clock),

    async enqueueTask(request) {
      const { change, run } = await taking.enqueue(items, request);
      // A run that was claimed begins first: nothing of what follows is as urgent.
      if (run !== null) await pause(clock, 0);
      else if (change !== 'kept') scheduler.tick('enqueue');
      if (change !== 'kept') broker.tell({ kind: 'tasks-changed' });
      return { id: request.id, change, notices: await askForItem(request.taskName) };
    },

    async renew() {
      await agree({ changed: false });
      if ((await whole.health()).newer) await (await link.find())?.update();
    },

    async registerTask(request) {
      const isBack = kept.isKept(request.name);
      const { change } = await tasks.registerTask(request);
      // Its schedule goes on: it may be overdue.
      if (isBack) scheduler.tick('foreground');
      if (change === 'unchanged') {
        // Somebody may have taken the worker or its periodic sync away since the first time.
        checkWakeUps();
        return { change, notices: [] };
      }
      scheduler.rearm();
      return { change, notices: await askForWakeUps(request.name) };
    },

    async unregisterTask(request) {
      await tasks.unregisterTask(request);
      scheduler.rearm();
      // The task is gone, whatever the browser says.
      if (kept.isKept(request.name)) void afterStart();
      else await agree({ changed: true }).catch(onFailure);
    },

    async unregisterAllTasks() {
      // The first step into the ledger is the removal: a registration that comes after this call must come after it there.
      await tasks.unregisterAllTasks();
      scheduler.rearm();
      if (kept.isEmpty()) await agree({ changed: true, withWorker: true }).catch(onFailure);
      else void afterStart();
    },

    triggerTasks: async (request) => ({ triggered: await runTest(given, request) }),

    async getStatus() {
      // Without a task there is no reason to register a worker.
      const health = await whole.health().catch(() => null);
      const registration = await (health?.isInUse === true ? link.find() : link.known());
      return readStatus({ registration, failure: link.failure(), health });
    },
  };
}
