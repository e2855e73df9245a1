import { BackgroundTaskError } from '../../src/errors.js';
import { createMemoryStore } from '../../src/web/ledger/memory-store.js';
import type { Store } from '../../src/web/ledger/store.js';
import type { WebContext } from './web-context.js';

/** The storage of an origin, which works, fails, or does not answer. */
export class FakeStorage {
  #store = createMemoryStore();
  #state: 'works' | 'fails' | 'hangs' = 'works';
  #waiting: (() => void)[] = [];

  get works(): boolean {
    return this.#state === 'works';
  }

  /** The storage as the model looks into it: it always works. */
  get plain(): Store {
    return this.#store;
  }

  set(state: 'works' | 'fails' | 'hangs'): void {
    this.#state = state;
    if (state !== 'hangs') for (const one of this.#waiting.splice(0)) one();
  }

  empty(): void {
    this.#store = createMemoryStore();
  }

  /** The storage as one context has it: a dead one gets no answer any more, a frozen one not yet. */
  of(context: WebContext): Store {
    return {
      transaction: async (tables, mode, work, durability) => {
        while (this.#state === 'hangs') await new Promise<void>((resolve) => this.#waiting.push(resolve));
        if (context.isDead) return new Promise(() => undefined);
        if (this.#state === 'fails') throw new BackgroundTaskError('STORAGE_FAILED', 'Nothing was stored: the model says so.');
        const answer = await this.#store.transaction(tables, mode, work, durability);
        if (context.isFrozen) await new Promise<void>((resolve) => context.thawed.push(resolve));
        return context.isDead ? new Promise(() => undefined) : answer;
      },
      close: () => undefined,
    };
  }

  /** A later version of the app has written that registration. */
  async putNewer(taskName: string): Promise<void> {
    await this.#store.transaction(['tasks'], 'readwrite', (step) => {
      step.put('tasks', { version: 3, name: taskName });
      return Promise.resolve();
    });
  }

  async removeNewer(): Promise<void> {
    await this.#store.transaction(['tasks'], 'readwrite', async (step) => {
      for (const raw of await step.all('tasks')) {
        const { version, name } = raw as { version: number; name: string };
        if (version > 2) step.delete('tasks', name);
      }
    });
  }
}
