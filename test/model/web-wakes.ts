import { SERVICE_WORKER_LIMIT_MS } from '../../src/core/constants.js';
import { createLedger } from '../../src/web/ledger/index.js';
import { createWorkerWake } from '../../src/web/worker/worker-wake.js';
import type { WorkerScope } from '../../src/web/worker/scope.js';
import { newId } from '../web/rig.js';
import type { WorkerContext } from '../web/rig.js';
import { currentContext } from './fake-locks.js';
import type { FakeStorage } from './fake-storage.js';
import type { WebClock } from './web-clock.js';
import type { WebContext } from './web-context.js';

/** A worker's wake ends with its last run: its time, a page's turn, the grace twice (once slept away), and the time for others to step in. */
const WAKE_LIMIT_MS = SERVICE_WORKER_LIMIT_MS + 15_000;

interface Wake {
  readonly context: WebContext;
  readonly startedAt: number;
  /** The world was such that nobody can promise when this wake ends. */
  hindered: boolean;
  answered: boolean;
}

/** Wakes the worker, and sees to it that each wake is answered within its limit. */
export class WebWakes {
  readonly #wakes: Wake[] = [];

  constructor(
    readonly clock: WebClock,
    readonly storage: FakeStorage,
  ) {}

  start(context: WebContext, views: () => readonly WebContext[]): void {
    const wake: Wake = { context, startedAt: this.clock.elapsed, hindered: !this.storage.works, answered: false };
    this.#wakes.push(wake);
    currentContext.run(context, () => {
      const clients = { matchAll: () => Promise.resolve(views().map((one) => ({ visibilityState: one.visibility }))) };
      const parts = context.parts as WorkerContext & { wake?: ReturnType<typeof createWorkerWake> };
      parts.wake ??= createWorkerWake({
        ...parts,
        scope: { clients } as unknown as WorkerScope,
        ledger: createLedger(this.storage.of(context), { newId }),
        clock: this.clock.of(context),
        newId,
      });
      const answered = (): void => void (wake.answered = true);
      parts.wake.run('periodic-sync').then(answered, answered);
    });
  }

  hinder(): void {
    for (const wake of this.#wakes) wake.hindered = true;
  }

  check(): void {
    for (const wake of this.#wakes) {
      if (!wake.answered && !wake.hindered && wake.context.isAwake && this.clock.elapsed - wake.startedAt > WAKE_LIMIT_MS)
        throw new Error('a wake is not answered within its limit');
    }
  }

  get isOneOpen(): boolean {
    return this.#wakes.some((wake) => !wake.answered && !wake.context.isDead);
  }
}
