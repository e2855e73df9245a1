import { openableAt } from '../../core/schedule.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';
import { SYNC_TAG } from '../shared/names.js';
import type { WakeLedger } from '../ledger/ledger.js';
import type { Clock } from '../../runner/ports.js';
import type { PageWake } from './page-wake.js';
import type { WorkerLink } from './worker-link.js';

/** Timers stand still while a laptop sleeps and know nothing of a clock that is set: look again at least so often. */
const LONGEST_SLEEP_MS = 60_000;
/** Nothing waits for the answer. */
const ANSWER_LIMIT_MS = 5000;
const HIDDEN_TICK_LOCK = 'capgo-background-task:hidden-tick';

export interface PageSchedulerPorts {
  readonly ledger: WakeLedger;
  readonly wake: PageWake;
  readonly link: WorkerLink;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}

/** Decides when this page wakes. A visible page ticks for itself; of hidden ones one at a time asks the worker. */
export interface PageScheduler {
  /** Runs what is overdue and ticks from now on. */
  start(): void;
  tick(trigger: BackgroundTaskTrigger): void;
  /** The tasks or their times have changed. */
  rearm(this: void): void;
}

export function createPageScheduler({ ledger, wake, link, clock, onFailure }: PageSchedulerPorts): PageScheduler {
  /** What was due by then is under way or blocked; 0 before the start. */
  let lookedAt = 0;
  let cancelTimer = (): void => undefined;

  const visible = (): boolean => document.visibilityState === 'visible';

  const isDue = async (): Promise<boolean> => {
    const now = clock.now();
    return (await ledger.tasks(now)).some((task) => openableAt(task) <= now);
  };

  const sleep = (delayMs: number): void => {
    cancelTimer();
    cancelTimer = clock.after(delayMs, () => scheduler.tick('timer'));
  };

  const arm = async (): Promise<void> => {
    const now = clock.now();
    // In case the storage fails for now, or does not answer.
    sleep(LONGEST_SLEEP_MS);
    const tasks = await ledger.tasks(now);
    if (tasks.length === 0) return cancelTimer();
    // Constraints are looked at again after the longest sleep. A task may have become due since the last look: no timer runs for it then.
    const ahead = tasks.map(openableAt).filter((at) => at > Math.min(lookedAt, now));
    sleep(Math.min(now + LONGEST_SLEEP_MS, ...ahead) - now);
  };

  const askWorker = async (trigger: BackgroundTaskTrigger): Promise<void> => {
    if (!(await isDue())) return;
    if ((await link.find()) === null) wake.runDue(trigger).catch(onFailure);
    else void link.request({ kind: 'wake', trigger }, ANSWER_LIMIT_MS);
  };

  /** The lock is held for the asking only, not for the runs: a frozen tab must not keep the others from it. */
  const hiddenTick = async (trigger: BackgroundTaskTrigger): Promise<void> => {
    if (!('locks' in navigator)) return askWorker(trigger);
    await navigator.locks.request(HIDDEN_TICK_LOCK, { ifAvailable: true }, (lock) => (lock === null ? undefined : askWorker(trigger)));
  };

  /** One-off Background Sync: the worker runs what is due when the network is back, page or no page. */
  const askForSync = async (): Promise<void> => {
    if (!(await ledger.tasks(clock.now())).some((task) => task.options.requiresNetwork)) return;
    const registration = await link.find();
    await registration?.sync?.register(SYNC_TAG).catch(() => undefined);
  };

  const tickNow = async (trigger: BackgroundTaskTrigger): Promise<void> => {
    lookedAt = clock.now();
    // The runs are not waited for: other tasks come due meanwhile.
    const running = visible() ? wake.runDue(trigger) : hiddenTick(trigger);
    void running.catch(onFailure).finally(scheduler.rearm);
    await arm();
    if (!navigator.onLine && (await isDue())) await askForSync();
  };

  const scheduler: PageScheduler = {
    start() {
      const seen = (): void => {
        if (visible()) scheduler.tick('foreground');
      };
      document.addEventListener('visibilitychange', seen);
      document.addEventListener('resume', seen);
      addEventListener('pageshow', (event) => event.persisted && seen());
      addEventListener('online', () => {
        link.forget();
        scheduler.tick('online');
      });
      addEventListener('offline', () => void askForSync().catch(onFailure));
      scheduler.tick('foreground');
    },
    tick(trigger) {
      tickNow(trigger).catch(onFailure);
    },
    rearm() {
      if (lookedAt > 0) arm().catch(onFailure);
    },
  };
  return scheduler;
}
