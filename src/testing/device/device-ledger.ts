import { MAXIMUM_LOGGED_RUNS, MAXIMUM_TASKS } from '../../core/constants.js';
import type { EnqueueTaskRequest, EnqueueTaskResult } from '../../core/platform.js';
import { afterItemNamed, enqueueItem, settleItemRun } from '../../core/queue.js';
import type { OpenRun, QueuedItem, RunError, SettledRun, TaskOptions, TaskRecord } from '../../core/records.js';
import { backoffStart } from '../../core/run-sweep.js';
import { settleRun } from '../../core/run-transitions.js';
import { afterNamed, newTask, sameOptions, withOptions } from '../../core/schedule.js';
import type { BackgroundTaskOutcome } from '../../definitions.js';
import { BackgroundTaskError } from '../../errors.js';

/** Holds what the device has stored for the app. It outlives every process and every restart of the device. */
export class DeviceLedger {
  readonly tasks = new Map<string, TaskRecord>();
  /** The keys are the items' sequence numbers. */
  readonly items = new Map<number, QueuedItem>();
  /** The keys are task names, because a task has at most one open run. */
  readonly openRuns = new Map<string, OpenRun>();
  readonly log: SettledRun[] = [];
  #sequence = 0;

  unclaimed(): OpenRun[] {
    return [...this.openRuns.values()].filter((run) => run.claim === null);
  }

  register(name: string, options: TaskOptions, now: number): 'created' | 'updated' | 'unchanged' {
    const task = this.tasks.get(name);
    if (task !== undefined && sameOptions(task.options, options)) return 'unchanged';
    if (task === undefined && this.tasks.size >= MAXIMUM_TASKS) {
      throw new BackgroundTaskError('TOO_MANY_TASKS', `"${name}" was not registered: ${MAXIMUM_TASKS} tasks are. Unregister some.`);
    }
    this.tasks.set(name, task === undefined ? newTask(name, options, now) : withOptions(task, options));
    return task === undefined ? 'created' : 'updated';
  }

  enqueue(request: EnqueueTaskRequest, now: number): EnqueueTaskResult {
    const { id } = request;
    const same = this.itemsOf(request.taskName, id).map(({ sequence }) => ({ sequence, running: this.isRunning(sequence) }));
    const step = enqueueItem(same, this.items.size, request, this.#sequence + 1, now);
    if (step.change === 'kept') return { id, change: step.change };
    if (!('put' in step)) {
      throw new BackgroundTaskError(
        'QUEUE_FULL',
        `"${request.taskName}": ${this.items.size} items wait. Let some of them be done, or cancel them.`,
      );
    }
    this.#sequence++;
    this.items.set(step.put.sequence, step.put);
    for (const sequence of step.remove) this.items.delete(sequence);
    return { id, change: step.change };
  }

  itemsOf(taskName: string, id?: string): QueuedItem[] {
    return [...this.items.values()].filter((item) => item.taskName === taskName && (id === undefined || item.id === id));
  }

  isRunning(sequence: number): boolean {
    return [...this.openRuns.values()].some((run) => run.item?.sequence === sequence);
  }

  noteDefined(names: readonly string[]): void {
    for (const [name, task] of this.tasks) if (names.includes(name)) this.tasks.set(name, afterNamed(task));
    for (const [sequence, item] of this.items) if (names.includes(item.taskName)) this.items.set(sequence, afterItemNamed(item));
  }

  settle(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null, now: number): SettledRun {
    const backoffFrom = backoffStart(run, outcome, now);
    this.openRuns.delete(run.taskName);
    const settled = run.item
      ? this.#settleItem(run, outcome, error, now, backoffFrom)
      : this.#settleTask(run, outcome, error, now, backoffFrom);
    this.log.push(settled);
    if (this.log.length > MAXIMUM_LOGGED_RUNS) this.log.shift();
    return settled;
  }

  #settleTask(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null, now: number, backoffFrom: number): SettledRun {
    const { task, settled } = settleRun(this.tasks.get(run.taskName) ?? null, run, outcome, error, now, backoffFrom);
    if (task !== null) this.tasks.set(run.taskName, task);
    return settled;
  }

  #settleItem(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null, now: number, backoffFrom: number): SettledRun {
    const sequence = run.item?.sequence ?? 0;
    const stored = this.items.get(sequence) ?? null;
    const replaced = stored !== null && this.itemsOf(stored.taskName, stored.id).some((one) => one.sequence > sequence);
    const { item, settled } = settleItemRun(stored, replaced, run, outcome, error, now, backoffFrom);
    if (item === null) this.items.delete(sequence);
    else this.items.set(sequence, item);
    return settled;
  }
}
