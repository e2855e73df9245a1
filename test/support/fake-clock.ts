import type { Clock } from '../../src/runner/ports.js';

interface Timer {
  readonly at: number;
  readonly delayMs: number;
  readonly call: () => void;
}

export const START = 1_700_000_000_000;

/** Keeps a time that moves only when a test moves it. */
export class FakeClock implements Clock {
  #now = START;
  #elapsed = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, call: () => void): () => void {
    if (!(delayMs >= 0)) throw new Error(`a timer of ${delayMs} ms`);
    const timer = { at: this.#elapsed + delayMs, delayMs, call };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  get longestDelay(): number {
    return Math.max(0, ...[...this.#timers].map((timer) => timer.delayMs));
  }

  /** Lets time pass. Timers fire in order, and what one sets off happens before the next fires. */
  async advance(ms: number): Promise<void> {
    await settle();
    const end = this.#elapsed + ms;
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#now += next.at - this.#elapsed;
      this.#elapsed = next.at;
      this.#timers.delete(next);
      next.call();
      await settle();
    }
    this.#now += end - this.#elapsed;
    this.#elapsed = end;
    await settle();
  }

  /** Moves the wall clock alone, as when it is set or the machine sleeps: timers do not notice. */
  jump(ms: number): void {
    this.#now += ms;
  }
}

/** Resolves when only the passing of time could change something: twenty turns of the event loop let messages between contexts go there and back. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => void setImmediate(resolve));
}
