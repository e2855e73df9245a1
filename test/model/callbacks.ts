import { BackgroundTaskResult } from '../../src/definitions.js';
import type { BackgroundTaskExecution } from '../../src/definitions.js';
import type { Behaviour } from './scenario.js';

/** The context that a callback runs in, as far as callbacks care. */
export interface CallbackContext {
  readonly name: string;
  /** Its JavaScript goes on: neither frozen nor dead. */
  readonly isAwake: boolean;
  readonly isDead: boolean;
}

interface Running {
  readonly taskName: string;
  readonly context: CallbackContext;
  readonly honoursSignal: boolean;
  /** The storage was emptied below it: nobody can know of it any more. */
  forgotten: boolean;
  end(result: BackgroundTaskResult | undefined): void;
}

/** The callbacks of all contexts: what each does, and that no two of a task run at once. */
export class Callbacks {
  readonly behaviours = new Map<string, Behaviour>();
  readonly violations: string[] = [];
  /** What the callbacks of a run returned, by run. */
  readonly results = new Map<string, (BackgroundTaskResult | undefined)[]>();
  /** The data of the items whose callback was called. */
  readonly executed = new Set<string>();
  #running: Running[] = [];

  run(context: CallbackContext, { taskName, taskId, signal, data }: BackgroundTaskExecution): Promise<BackgroundTaskResult | undefined> {
    const behaviour = this.behaviours.get(taskName) ?? 'succeeds';
    const results = this.results.get(taskId) ?? [];
    this.results.set(taskId, results);
    if (data !== null) this.executed.add(data as string);
    return new Promise((resolve) => {
      const running: Running = {
        taskName,
        context,
        honoursSignal: behaviour !== 'ignores',
        forgotten: false,
        end: (result) => {
          if (!this.#running.includes(running)) return;
          this.#running = this.#running.filter((one) => one !== running);
          results.push(result);
          resolve(result);
        },
      };
      this.#running.push(running);
      this.check(taskName);
      if (behaviour === 'succeeds') running.end(BackgroundTaskResult.Success);
      else if (behaviour === 'fails') running.end(BackgroundTaskResult.Failed);
      else if (behaviour !== 'ignores')
        signal.addEventListener('abort', () => running.end(behaviour === 'saves' ? BackgroundTaskResult.Success : undefined));
    });
  }

  /** Notes an overlap: two callbacks of a task that honour their signal, both in contexts that go on. */
  check(taskName: string): void {
    const live = this.#running.filter(
      (one) => one.taskName === taskName && one.honoursSignal && !one.forgotten && one.context.isAwake && !one.context.isDead,
    );
    if (live.length > 1) this.violations.push(`callbacks of "${taskName}" overlap in ${live.map((one) => one.context.name).join(' and ')}`);
  }

  checkAll(): void {
    for (const taskName of new Set(this.#running.map((one) => one.taskName))) this.check(taskName);
  }

  /** Those whose contexts go on return. */
  end(result: BackgroundTaskResult | undefined): void {
    for (const one of [...this.#running]) if (one.context.isAwake) one.end(result);
  }

  forget(): void {
    for (const one of this.#running) one.forgotten = true;
  }
}
