import type { Clock } from '../../src/runner/ports.js';
import { settle } from '../support/fake-clock.js';
import { currentContext } from './fake-locks.js';

interface Owner {
  readonly isAwake: boolean;
  readonly isDead: boolean;
}

interface Timer {
  readonly at: number;
  readonly owner: Owner;
  readonly call: () => void;
}

/** The wall clock of the machine, and the timers of its contexts: those of a frozen one wait, those of a dead one never fire. */
export class WebClock {
  now = 1_700_000_000_000;
  /** What timers count. */
  elapsed = 0;
  #timers = new Set<Timer>();

  /** A clock as one context has it. */
  of(owner: Owner): Clock {
    return {
      now: () => this.now,
      after: (delayMs, call) => {
        const timer = { at: this.elapsed + Math.max(0, delayMs), owner, call };
        this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
    };
  }

  get pending(): number {
    return [...this.#timers].filter((one) => !one.owner.isDead).length;
  }

  async pass(ms: number): Promise<void> {
    await settle();
    const end = this.elapsed + ms;
    for (;;) {
      const due = [...this.#timers].filter((one) => one.owner.isAwake && one.at <= end).sort((a, b) => a.at - b.at);
      const next = due[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      const stepMs = Math.max(0, next.at - this.elapsed);
      this.now += stepMs;
      this.elapsed += stepMs;
      currentContext.run(next.owner, next.call);
      await settle();
    }
    this.now += end - this.elapsed;
    this.elapsed = end;
    await settle();
  }
}
