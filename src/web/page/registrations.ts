import type { Notice, TaskPlatform } from '../../core/platform.js';
import { createBrowserTasks } from '../shared/browser-tasks.js';
import type { KeptRegistrations } from '../shared/kept-registrations.js';
import { readStatus } from '../shared/status.js';
import type { RunLedger, WakeLedger } from '../ledger/ledger.js';
import type { Store } from '../ledger/store.js';
import { createTaskLedger } from '../ledger/task-ledger.js';
import type { Clock } from '../../runner/ports.js';
import { withLimit } from '../../runner/timed.js';
import type { PageScheduler } from './page-scheduler.js';
import { runTest } from './page-test.js';
import type { PageTestPorts } from './page-test.js';
import { askForPeriodicSync, dropPeriodicSync, missingInWorker } from './periodic-sync.js';

/** Longer than a worker takes to be registered and to start. */
const BROWSER_LIMIT_MS = 45_000;

export interface RegistrationsPorts extends PageTestPorts {
  readonly store: Store;
  readonly ledger: RunLedger & WakeLedger;
  readonly scheduler: PageScheduler;
  readonly clock: Clock;
  readonly kept: KeptRegistrations;
  readonly onFailure: (error: unknown) => void;
}

export type Registrations = Omit<TaskPlatform, 'attach' | 'claimRun' | 'declineRun' | 'finishRun' | 'addListener'> & {
  /** What the last visit asked of the browser is asked again. */
  renew(this: void): Promise<void>;
};

/** What the API asks of a page, and no wake needs: registrations, the log, the status. A chunk of its own, loaded at its first use. */
export function createRegistrations(given: RegistrationsPorts): Registrations {
  const { store, ledger, broker, link, scheduler, clock, kept, onFailure } = given;
  const whole = { ...ledger, ...createTaskLedger(store) };
  const tasks = createBrowserTasks(whole, broker, clock, kept);
  const ports = { ledger, link, clock };
  // In turn: what the start of the page asks of the browser must not come after a logging out has taken it back.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(() => withLimit(clock, 'Periodic Background Sync', work, undefined, BROWSER_LIMIT_MS));
    last = next.catch(() => undefined);
    return next;
  };
  const ask = (changed: boolean): Promise<Notice[]> => inTurn(() => askForPeriodicSync(ports, changed));

  /** The registration is kept whatever comes of this. */
  const wakeUps = async (taskName: string): Promise<Notice[]> => {
    try {
      const notices = await ask(true);
      return notices.length > 0 ? notices : await missingInWorker(link, taskName);
    } catch (error: unknown) {
      onFailure(error);
      return [];
    }
  };

  const dropWakeUps = async (): Promise<void> => {
    await inTurn(() => dropPeriodicSync(link)).catch(onFailure);
    // The build's worker; an app's own is left alone.
    await inTurn(async () => (await link.known())?.unregister()).catch(onFailure);
    link.forget();
  };

  /** What the start of the app has unregistered it may register again in a moment: until then the browser keeps its countdown. */
  const afterStart = async (): Promise<void> => {
    try {
      await kept.whenEmpty();
      const isNoneLeft = (await ledger.tasks(clock.now())).length === 0;
      await (isNoneLeft ? dropWakeUps() : ask(true));
    } catch (error: unknown) {
      onFailure(error);
    }
  };

  return {
    ...tasks,

    async renew() {
      await ask(false);
      if ((await whole.health()).newer) await (await link.find())?.update();
    },

    async registerTask(request) {
      const isBack = kept.isKept(request.name);
      const { change } = await tasks.registerTask(request);
      // Its schedule goes on: it may be overdue.
      if (isBack) scheduler.tick('foreground');
      if (change === 'unchanged') return { change, notices: [] };
      scheduler.rearm();
      return { change, notices: await wakeUps(request.name) };
    },

    async unregisterTask(request) {
      await tasks.unregisterTask(request);
      scheduler.rearm();
      // The task is gone, whatever the browser says.
      if (kept.isKept(request.name)) void afterStart();
      else await ask(true).catch(onFailure);
    },

    async unregisterAllTasks() {
      const names = (await ledger.tasks(clock.now()).catch(() => [])).map((task) => task.name);
      await tasks.unregisterAllTasks();
      scheduler.rearm();
      if (names.some(kept.isKept)) void afterStart();
      else await dropWakeUps();
    },

    triggerTasks: async ({ headless }) => ({ triggered: await runTest(given, headless) }),

    async getStatus() {
      // Without a task there is no reason to register a worker, nor to miss one.
      const wanted = (await ledger.tasks(clock.now()).catch(() => [])).length > 0;
      return readStatus(wanted ? await link.find() : await link.known(), wanted, whole);
    },
  };
}
