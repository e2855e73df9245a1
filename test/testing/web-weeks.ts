import { BackgroundTask, BackgroundTaskResult } from '../../src/index.js';
import { createRandom } from '../../src/testing/model/random.js';
import { createVirtualDevice } from '../../src/testing/index.js';
import type { TimelineEntry } from '../../src/testing/index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = 7;
/** How long a visit lasts, and how long it is before the user changes anything. */
export const VISIT_MS = 2000;
export const VISIT_LOOK_MS = 1000;

export interface WebTask {
  readonly name: string;
  readonly minimumInterval: number;
  readonly maximumRetries: number;
  readonly initialDelay?: number;
}

/** A visit: the page is opened, tasks are registered with changed options or unregistered, and it is closed again. `at` in milliseconds from the start. */
export interface Visit {
  readonly at: number;
  readonly register: readonly WebTask[];
  readonly unregister: readonly string[];
}

/** A week of an installed web app: what its tasks ask for, when somebody visits, and whether the nth callback of a task succeeds. */
export interface WebWeek {
  readonly seed: number;
  readonly visits: readonly Visit[];
  readonly succeeds: (taskName: string, nth: number) => boolean;
}

export interface WeekRun {
  readonly taskId: string;
  readonly taskName: string;
  readonly attempt: number;
  readonly runtime: string;
  readonly outcome: string;
  /** When it settled, in milliseconds from the start; and when its callback began. */
  readonly at: number;
  readonly begunAt: number;
  /** Since when its task was due. */
  readonly dueAt: number;
}

/** What the device did: when it was woken with the page closed, and what ran, in the order in which the callbacks began. */
export interface PlayedWeek {
  readonly wakes: readonly number[];
  readonly runs: readonly WeekRun[];
  readonly endsAt: number;
}

const NAMES = ['a', 'b', 'c'] as const;

export function webWeek(seed: number): WebWeek {
  const random = createRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const task = (name: string): WebTask => ({
    name,
    minimumInterval: pick([60, 240, 720, 1440, 2160]),
    maximumRetries: pick([0, 1, 3]),
    ...(random() < 0.3 && { initialDelay: pick([0, 45, 600]) }),
  });
  const failing = random() * 0.6;
  const failures = new Map(NAMES.map((name) => [name as string, Array.from({ length: 400 }, () => random() < failing)]));
  const change = (): Omit<Visit, 'at'> => {
    const name = pick(NAMES);
    const kind = random();
    return { register: kind < 0.25 ? [task(name)] : [], unregister: kind > 0.92 ? [name] : [] };
  };
  const visits: Visit[] = [{ at: 0, register: NAMES.map(task), unregister: [] }];
  for (let day = 0; day < DAYS; day++) {
    for (let hour = 7; hour < 23; hour += 3 + Math.floor(random() * 12)) {
      // Each at a minute of its own, and half a minute past: what is due at one is due well before the next.
      const at = day * 24 * HOUR + hour * HOUR + ((1 + 2 * visits.length) % 60) * MINUTE + MINUTE / 2;
      visits.push({
        at,
        ...change(),
      });
    }
  }
  return { seed, visits, succeeds: (taskName, nth) => failures.get(taskName)?.[nth] !== true };
}

/** Plays the week on the virtual device, from `start` on. */
export async function playOnDevice(week: WebWeek, start: number): Promise<PlayedWeek> {
  const device = createVirtualDevice({ platform: 'web', now: start, seed: week.seed });
  device.install();
  try {
    const began: Pick<WeekRun, 'taskId' | 'begunAt' | 'dueAt'>[] = [];
    const calls = new Map<string, number>();
    for (const name of NAMES) {
      BackgroundTask.defineTask(name, ({ taskId }) => {
        const nth = calls.get(name) ?? 0;
        calls.set(name, nth + 1);
        began.push({ taskId, begunAt: device.now - start, dueAt: (device.explain(name)?.eligibleAt ?? 0) - start });
        return week.succeeds(name, nth) ? BackgroundTaskResult.Success : BackgroundTaskResult.Failed;
      });
    }
    for (const { at, register, unregister } of week.visits) {
      await device.advanceTo(start + at);
      await device.app.open();
      await device.advance(VISIT_LOOK_MS);
      for (const name of unregister) await BackgroundTask.unregisterTaskAsync(name);
      for (const { name, ...options } of register) await BackgroundTask.registerTaskAsync(name, options);
      await device.advance(VISIT_MS - VISIT_LOOK_MS);
      device.app.close();
    }
    await device.advanceTo(start + DAYS * 24 * HOUR);
    const isWake = ({ kind, text }: TimelineEntry): boolean => kind === 'wake' && text.startsWith('periodic-sync');
    const wakes = device.timeline().entries.filter(isWake);
    const settled = new Map((await BackgroundTask.getTaskRunsAsync({ limit: 1000 })).map((run) => [run.taskId, run]));
    const runs = began.map(({ taskId, ...times }) => {
      const { taskName, attempt, runtime, outcome, settledAt } = settled.get(taskId) ?? {};
      return {
        taskId,
        ...times,
        taskName: taskName ?? '?',
        attempt: attempt ?? 0,
        runtime: runtime ?? '?',
        outcome: outcome ?? '?',
        at: (settledAt ?? 0) - start,
      };
    });
    return { wakes: wakes.map(({ at }) => at - start), runs, endsAt: DAYS * 24 * HOUR };
  } finally {
    await BackgroundTask.unregisterAllTasksAsync();
    device.uninstall();
  }
}
