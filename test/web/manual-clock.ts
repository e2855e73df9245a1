import type { Clock } from '../../src/runner/ports.js';

/** Time that moves only when told; due timers fire in their order. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  #timers: { readonly at: number; readonly call: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { at: this.#now + delayMs, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  get pending(): number {
    return this.#timers.length;
  }

  async advance(byMs: number): Promise<void> {
    const end = this.#now + byMs;
    await settle();
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#now = Math.max(this.#now, due.at);
      this.#timers = this.#timers.filter((one) => one !== due);
      due.call();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything that is not waiting for time go as far as it can (messages between contexts included). */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
