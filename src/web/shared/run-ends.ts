import { RUNTIME_DIED } from '../../core/run-errors.js';
import { settlesAt, staleOutcome } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import { HOLDER_FIRST_MS, WEB_GRACE_MS } from '../../core/constants.js';
import type { Clock } from '../../runner/ports.js';
import type { MessageWaiter } from './message-waiter.js';
import type { RunBroker } from './run-broker.js';
import { isDead } from './runtime-lock.js';

/** The ends of runs that their holders do not settle by themselves. */
export interface RunEnds {
  /** Settles a claimed run whose holder has died, or whose time is over. */
  settle(run: ClaimedRun): Promise<void>;
  /** Resolves when a claimed run has settled: by its holder, by the holder's death, or by the end of its time. */
  until(this: void, run: ClaimedRun): Promise<void>;
}

export function createRunEnds(broker: RunBroker, others: MessageWaiter, clock: Clock): RunEnds {
  const settle = async (run: ClaimedRun): Promise<void> => {
    const isLost = await isDead(run.claim.runtimeId, { ifAvailable: true });
    const end = isLost ? ({ outcome: 'lost', error: RUNTIME_DIED } as const) : staleOutcome(run, clock.now(), WEB_GRACE_MS);
    if (end !== null) await broker.settle(run, end.outcome, end.error);
  };
  return {
    settle,
    async until(run) {
      const limitMs = settlesAt(run, WEB_GRACE_MS) + HOLDER_FIRST_MS - clock.now();
      // When the storage fails for now, the next wake sweeps the run.
      if ((await others.message(['settled'], run.id, limitMs, run.claim.runtimeId)) === null) await settle(run).catch(() => undefined);
    },
  };
}
