import { parseEnqueueOptions } from '../../core/options.js';
import type { SettledRun } from '../../core/records.js';
import { newTask } from '../../core/schedule.js';
import type { Work } from '../../core/wake-selection.js';
import type { BackgroundTaskBlocker, BackgroundTaskReport, BackgroundTaskReportRun, BackgroundTaskTrigger } from '../../definitions.js';
import type { PlannedWake } from '../model/wake-model.js';
import type { DeviceLedger } from './device-ledger.js';
import { conditionsIn, storedOptions } from './report-facts.js';

/** Groups the runs of a report that were opened in the same wake. */
export interface RecordedWake {
  readonly at: number;
  readonly trigger: BackgroundTaskTrigger;
  /** Tells when the callbacks' time was over, in epoch milliseconds; null when the wake had no such limit. */
  readonly deadline: number | null;
  readonly runs: readonly BackgroundTaskReportRun[];
}

/** Leads a device through the past that a report tells of. */
export interface Replay {
  /** Is the earliest time in the report: its first run or registration. */
  readonly startsAt: number;
  /** Is the time at which the report was made; from then on the platform's rules decide. */
  readonly endsAt: number;
  /** Returns the next wake that has not been served, or null when all have. */
  next(): RecordedWake | null;
  /** Removes the next wake, and returns the works for which its runs were opened. */
  take(ledger: DeviceLedger): readonly Work[];
  /** Stores the tasks that were registered by `now`, and at the end also the items that still wait. */
  bring(ledger: DeviceLedger, now: number): void;
}

export function createReplay(report: BackgroundTaskReport): Replay {
  const { platform, createdAt: endsAt } = report;
  const wakes = wakesOf(report.runs);
  const tasks = [...report.tasks].sort((a, b) => a.registeredAt - b.registeredAt);
  const startsAt = Math.min(endsAt, ...wakes.map(({ at }) => at), ...tasks.map(({ registeredAt }) => registeredAt));
  let items = [...report.items];
  let count = 0;

  /** Enqueues an item without data, because no report holds any. Returns its sequence number. */
  const enqueue = (ledger: DeviceLedger, taskName: string, now: number, blockedBy: readonly BackgroundTaskBlocker[] = []): number => {
    const { item } = parseEnqueueOptions({ id: `replayed-${++count}`, ...conditionsIn(blockedBy) }, platform, () => '');
    ledger.enqueue({ taskName, ...item }, now);
    return Math.max(...ledger.items.keys());
  };

  return {
    startsAt,
    endsAt,
    next: () => wakes[0] ?? null,
    take(ledger) {
      const [wake] = wakes.splice(0, 1);
      return (wake?.runs ?? []).flatMap(({ taskName, enqueued }): Work[] => {
        const task = ledger.tasks.get(taskName);
        if (!enqueued) return task === undefined ? [] : [{ kind: 'task', task }];
        const waiting = ledger.itemsOf(taskName)[0]?.sequence ?? enqueue(ledger, taskName, wake?.at ?? endsAt);
        const item = ledger.items.get(waiting);
        return item === undefined ? [] : [{ kind: 'item', item }];
      });
    },
    bring(ledger, now) {
      for (let [task] = tasks; task !== undefined && task.registeredAt <= now; [task] = tasks) {
        tasks.shift();
        ledger.tasks.set(task.name, newTask(task.name, storedOptions(task, platform), task.registeredAt));
      }
      if (now < endsAt) return;
      for (const { taskName, eligibleAt, blockedBy } of items) {
        if (ledger.itemsOf(taskName).length >= items.filter((one) => one.taskName === taskName).length) continue;
        const item = ledger.items.get(enqueue(ledger, taskName, now, blockedBy));
        if (item !== undefined) ledger.items.set(item.sequence, { ...item, eligibleAt });
      }
      items = [];
    },
  };
}

/** Groups runs with the same time and trigger into one wake. Leaves out runs that were still open, and those that the app itself cancelled. */
function wakesOf(runs: readonly BackgroundTaskReportRun[]): RecordedWake[] {
  const wakes = new Map<string, BackgroundTaskReportRun[]>();
  for (const run of [...runs].reverse()) {
    if (run.outcome === null || run.outcome === 'cancelled') continue;
    const key = `${run.timestamp} ${run.trigger}`;
    wakes.set(key, [...(wakes.get(key) ?? []), run]);
  }
  return [...wakes.values()]
    .map((of): RecordedWake => {
      const [{ timestamp: at, trigger }] = of as [BackgroundTaskReportRun];
      const ends = of.filter(({ runtime }) => runtime !== 'page').map(({ deadline }) => deadline ?? -Infinity);
      const end = Math.max(...ends);
      return { at, trigger, deadline: Number.isFinite(end) ? end : null, runs: of };
    })
    .sort((a, b) => a.at - b.at);
}

/** Returns the wake in the form that the platform's rules use. */
export function recordedWake({ at, trigger, deadline, runs }: RecordedWake, now: number): PlannedWake {
  return { at: Math.max(at, now), trigger, limitMs: deadline === null ? null : deadline - at, names: runs.map(({ taskName }) => taskName) };
}

/** Returns how a run ended otherwise than in the report, or null when it ended the same way. */
export function difference(recorded: BackgroundTaskReportRun, replayed: SettledRun | undefined): string | null {
  const was = ended(recorded.outcome, recorded.error?.code);
  const is = ended(replayed?.outcome ?? null, replayed?.error?.code);
  return was === is ? null : `"${recorded.taskName}" was ${was} in the report and is ${is} here`;
}

const ended = (outcome: string | null, code: string | undefined): string =>
  `${outcome ?? 'not run'}${code === undefined ? '' : ` (${code})`}`;
