import { HOLDER_FIRST_MS, WEB_GRACE_MS } from '../../core/constants.js';
import type { OpenRun } from '../../core/records.js';
import { RUNTIME_DIED } from '../../core/run-errors.js';
import { isClaimed, settlesAt, staleOutcome } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import { unclaimedOutcome } from '../../core/unclaimed-outcome.js';
import type { Clock } from '../../runner/ports.js';
import type { RunLedger } from '../ledger/ledger.js';
import type { MessageWaiter } from './message-waiter.js';
import type { RunBroker } from './run-broker.js';
import { isDead } from './runtime-lock.js';

/** How runs come to their end in which this context has no part, or that nobody takes. */
export interface RunEnds {
  /** Settles a claimed run if its holder has died or its time is over. */
  sweep(run: ClaimedRun): Promise<void>;
  /** Resolves when a claimed run has settled: by its holder, by the holder's death, or by the end of its time. Never rejects. */
  whenSettled(this: void, run: ClaimedRun): Promise<void>;
  /** Settles an open run that no runtime has taken. When one takes it at the last moment, waits for the end of that. */
  endUntaken(run: OpenRun): Promise<void>;
  /** Settles a run that was seen unclaimed; does nothing when it is not any more. */
  settleUnclaimed(run: OpenRun): Promise<void>;
}

export interface RunEndsPorts {
  readonly ledger: RunLedger;
  readonly broker: RunBroker;
  readonly messages: MessageWaiter;
  readonly clock: Clock;
}

export function createRunEnds({ ledger, broker, messages, clock }: RunEndsPorts): RunEnds {
  /** By run, so that each is waited for once, however often it is asked for. */
  const waits = new Map<string, Promise<void>>();

  const sweep = async (run: ClaimedRun): Promise<void> => {
    const isLost = await isDead(run.claim.runtimeId, { ifAvailable: true });
    const end = isLost ? ({ outcome: 'lost', error: RUNTIME_DIED } as const) : staleOutcome(run, clock.now(), WEB_GRACE_MS);
    if (end !== null) await broker.settle(run, end.outcome, end.error);
  };

  const wait = async (run: ClaimedRun): Promise<void> => {
    const limitMs = settlesAt(run, WEB_GRACE_MS) + HOLDER_FIRST_MS - clock.now();
    // When the storage fails for now, the next wake sweeps the run.
    if ((await messages.message(['settled'], run.id, limitMs, run.claim.runtimeId)) === null) await sweep(run).catch(() => undefined);
  };

  const ends: RunEnds = {
    sweep,

    whenSettled(run) {
      const waiting = waits.get(run.id) ?? wait(run).finally(() => waits.delete(run.id));
      waits.set(run.id, waiting);
      return waiting;
    },

    async settleUnclaimed(run) {
      const { outcome, error } = unclaimedOutcome(run, [], null);
      await broker.settle(run, outcome, error);
    },

    async endUntaken({ id }) {
      for (;;) {
        const run = (await ledger.openRuns()).find((one) => one.id === id);
        if (run === undefined) return;
        if (isClaimed(run)) return ends.whenSettled(run);
        await ends.settleUnclaimed(run);
      }
    },
  };
  return ends;
}
