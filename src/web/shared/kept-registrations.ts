import type { TaskRecord } from '../../core/records.js';
import type { Clock, Log } from '../../runner/ports.js';

/** How long a runtime's start lasts, and how long a registration that was removed in it is kept. */
const START_MS = 10_000;

/**
 * The registrations that this runtime has removed in its start. An app that unregisters and registers its tasks at each start would begin their intervals
 * anew each time, and a wake's own start would take away what woke it: registering a name again takes its schedule back.
 */
export interface KeptRegistrations {
  /** Keeps them if this is the start of the runtime. */
  readonly keep: (tasks: readonly TaskRecord[]) => void;
  readonly isKept: (name: string) => boolean;
  readonly isEmpty: () => boolean;
  /** Returns the registration that was removed under that name, and keeps it no longer. */
  readonly take: (name: string) => TaskRecord | null;
  /** Resolves with true when the last one was registered again or dropped; at once, with false, when none is kept. */
  readonly whenEmpty: () => Promise<boolean>;
}

export function createKeptRegistrations(clock: Clock, startedAt: () => number | null, log: Log): KeptRegistrations {
  const kept = new Map<string, TaskRecord>();
  let waiting: (() => void)[] = [];
  let isWarned = false;

  const empty = (): void => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };

  const remove = (name: string): void => {
    kept.delete(name);
    if (kept.size === 0) empty();
  };

  return {
    keep(tasks) {
      const start = startedAt();
      if (start !== null && clock.now() - start >= START_MS) return;
      for (const task of tasks) {
        kept.set(task.name, task);
        clock.after(START_MS, () => kept.get(task.name) === task && remove(task.name));
      }
    },
    isKept: (name) => kept.has(name),
    isEmpty: () => kept.size === 0,
    take(name) {
      const task = kept.get(name) ?? null;
      if (task === null) return null;
      remove(name);
      if (!isWarned) {
        log.warn(
          `"${name}" was unregistered and registered again at the start of the app. Its schedule goes on as it was. Registering alone is enough: the same options change nothing.`,
        );
      }
      isWarned = true;
      return task;
    },
    async whenEmpty() {
      if (kept.size === 0) return false;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return true;
    },
  };
}
