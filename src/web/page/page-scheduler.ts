import type { BackgroundTaskTrigger } from '../../definitions.js';
import { dueWork } from '../shared/due-work.js';
import type { DueWork } from '../shared/due-work.js';
import { SYNC_TAG } from '../shared/names.js';
import type { WakeLedger } from '../ledger/ledger.js';
import type { Clock } from '../../runner/ports.js';
import type { PageWake } from './page-wake.js';
import type { WorkerLink } from './worker-link.js';

/** Timers stand still while a laptop sleeps and know nothing of a clock that is set: look again at least so often. */
const LONGEST_SLEEP_MS = 60_000;
const LOOK_LATER_MS = 250;
/** How long the worker may take to answer. Nothing depends on its answer. */
const ANSWER_LIMIT_MS = 5000;

export interface PageSchedulerPorts {
  readonly ledger: WakeLedger;
  readonly wake: PageWake;
  readonly link: WorkerLink;
  readonly clock: Clock;
  /** The name of the lock that one hidden page of the app at a time holds. */
  readonly hiddenTickLock: string;
  readonly onFailure: (error: unknown) => void;
}

/** Decides when this page wakes. A visible page ticks for itself; of hidden ones one at a time asks the worker. */
export interface PageScheduler {
  /** Runs what is overdue and ticks from now on. */
  start(): void;
  tick(trigger: BackgroundTaskTrigger): void;
  /** A run of this task has settled, of an item or of its registration. */
  settled(taskName: string, isItem: boolean): void;
  /** The tasks or their times have changed. */
  rearm(this: void): void;
}

export function createPageScheduler({ ledger, wake, link, clock, hiddenTickLock, onFailure }: PageSchedulerPorts): PageScheduler {
  /** The work that was due at the last look, and so is under way or blocked: the name of its task by its key. Null before the start. */
  let looked: Map<string, string> | null = null;
  let cancelTimer = (): void => undefined;
  let lookLater: (() => void) | null = null;

  const visible = (): boolean => document.visibilityState === 'visible';

  const work = (now: number): Promise<readonly DueWork[]> => dueWork(ledger, now);

  const isDue = async (): Promise<boolean> => {
    const now = clock.now();
    return (await work(now)).some((one) => one.at <= now);
  };

  const sleep = (delayMs: number): void => {
    cancelTimer();
    cancelTimer = clock.after(delayMs, () => scheduler.tick('timer'));
  };

  /** Sets the timer for the next look. `looksAt` says when the look began that has just ended; null: there was none. */
  const arm = async (looksAt: number | null): Promise<void> => {
    const now = clock.now();
    // This timer stays if the storage fails for now, or does not answer.
    sleep(LONGEST_SLEEP_MS);
    const works = await work(now);
    if (looksAt !== null) looked = new Map(works.filter((one) => one.at <= looksAt).map((one) => [one.key, one.taskName]));
    if (works.length === 0) return cancelTimer();
    // What was looked at is looked at again after the longest sleep: its constraints may hold by then. Everything else has its own time, which may be over:
    // it became due since the last look, or a run that was found late has settled as of long ago.
    const ahead = works.filter((one) => looked?.has(one.key) !== true).map((one) => one.at);
    sleep(Math.max(0, Math.min(now + LONGEST_SLEEP_MS, ...ahead) - now));
  };

  const askWorker = async (trigger: BackgroundTaskTrigger): Promise<void> => {
    if (!(await isDue())) return;
    if ((await link.find()) === null) wake.runDue(trigger).catch(onFailure);
    else void link.request({ kind: 'wake', trigger }, ANSWER_LIMIT_MS);
  };

  /** The lock is held for the asking only, not for the runs: a frozen tab must not keep the others from it. */
  const hiddenTick = async (trigger: BackgroundTaskTrigger): Promise<void> => {
    if (!('locks' in navigator)) return askWorker(trigger);
    await navigator.locks.request(hiddenTickLock, { ifAvailable: true }, (lock) => (lock === null ? undefined : askWorker(trigger)));
  };

  /** One-off Background Sync: the worker runs what is due when the network is back, page or no page. */
  const askForSync = async (): Promise<void> => {
    if (!(await work(clock.now())).some((one) => one.requiresNetwork)) return;
    const registration = await link.find();
    await registration?.sync?.register(SYNC_TAG).catch(() => undefined);
  };

  const tickNow = async (trigger: BackgroundTaskTrigger): Promise<void> => {
    const looksAt = clock.now();
    looked ??= new Map();
    // The runs are not waited for: other tasks come due meanwhile.
    const running = visible() ? wake.runDue(trigger) : hiddenTick(trigger);
    void running.catch(onFailure).finally(scheduler.rearm);
    await arm(looksAt);
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
    settled(taskName, isItem) {
      const waited = [...(looked ?? [])].filter(([, name]) => name === taskName);
      for (const [key] of waited) looked?.delete(key);
      // What waited for this task's run may begin. Else there is its own next time, a while ahead: a hundred runs that settle share one look.
      if (isItem || waited.length > 1) scheduler.rearm();
      else lookLater ??= clock.after(LOOK_LATER_MS, scheduler.rearm);
    },
    rearm() {
      lookLater?.();
      lookLater = null;
      if (looked !== null) arm(null).catch(onFailure);
    },
  };
  return scheduler;
}
