import { HOLDER_FIRST_MS } from '../../core/constants.js';
import type { OpenRun, RunCut } from '../../core/records.js';
import { sweepAt } from '../../core/run-sweep.js';
import { isClaimed } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import { unclaimedOutcome } from '../../core/unclaimed-outcome.js';
import type { Clock } from '../../runner/ports.js';
import type { RunLedger } from '../ledger/ledger.js';
import type { MessageWaiter } from './message-waiter.js';
import type { RunBroker } from './run-broker.js';
import { pause } from '../../runner/timed.js';
import { isDead, LOCK_LOST } from './runtime-lock.js';
import type { RuntimeLock } from './runtime-lock.js';

/** Stands for a runtime that was asked and has not declined. Its id is not known, because it has said nothing. */
const SILENT_RUNTIME = 'silent';

const LOCK_RENEWAL_MS = 100;

/** Ends the runs of other contexts, and those that nobody takes. */
export interface RunEnds {
  /**
   * Ends a claimed run whose holder has died or whose time is over. A living holder is told first, and has its grace. Resolves with true when the run has
   * settled, with false at once when its holder lives and has time left.
   */
  sweep(this: void, run: ClaimedRun): Promise<boolean>;
  /** Resolves when a claimed run has settled: by its holder, by the holder's death, or by the end of its time. Never rejects. */
  whenSettled(this: void, run: ClaimedRun): Promise<void>;
  /**
   * Settles an open run that no runtime has taken; `isOneSilent` says that one was asked and has not answered. When one takes it at the last moment,
   * waits for the end of that.
   */
  endUntaken(run: OpenRun, isOneSilent: boolean): Promise<void>;
  /** Settles a run that was seen unclaimed; does nothing when it is not any more. */
  settleUnclaimed(run: OpenRun, isOneSilent?: boolean): Promise<void>;
}

export interface RunEndsPorts {
  readonly ledger: RunLedger;
  readonly broker: RunBroker;
  readonly messages: MessageWaiter;
  readonly lock: RuntimeLock;
  readonly clock: Clock;
}

export function createRunEnds({ ledger, broker, messages, lock, clock }: RunEndsPorts): RunEnds {
  /** The waits by run, so that each run is waited for once, however often somebody asks for it. */
  const waits = new Map<string, Promise<void>>();

  const tellHolder = ({ id: taskId, taskName, claim }: ClaimedRun, cut: RunCut): void =>
    broker.tell({ kind: 'expire', event: { taskId, taskName, token: claim.token, ...cut } });

  /** Returns the run as it is now, or null when it has settled. */
  const sweepOnce = async (run: ClaimedRun, isTimeOver: boolean): Promise<ClaimedRun | null> => {
    const holder = run.claim.runtimeId;
    // The holder is this context, which lives, whatever has become of its lock.
    const isAlive = lock.isOwn(holder) || !(await isDead(holder, { ifAvailable: true }));
    // A browser may take the lock from a runtime that lives. That runtime moves its claims to another lock in a moment, so wait for it.
    if (!isAlive) await pause(clock, LOCK_RENEWAL_MS);
    const swept = await ledger.sweep(run, clock.now(), { isAlive, isTimeOver });
    if (swept.kind === 'settled') {
      // It may live after all, and could not move its claims because the storage failed.
      if (!isAlive) tellHolder(run, { reason: LOCK_LOST, settlesAt: clock.now() });
      broker.settled(swept.settled);
    }
    if (swept.kind === 'settled' || swept.kind === 'gone' || !isClaimed(swept.run)) return null;
    if (swept.kind === 'cut' && swept.run.cut !== null) tellHolder(swept.run, swept.run.cut);
    return swept.run;
  };

  const wait = async (run: ClaimedRun): Promise<void> => {
    for (let open: ClaimedRun | null = run; open !== null;) {
      // At the end of the grace the holder itself may settle first.
      const endsAt: number = (sweepAt(open) ?? clock.now()) + (open.cut === null ? 0 : HOLDER_FIRST_MS);
      const limitMs = Math.max(0, endsAt - clock.now());
      const watched = lock.isOwn(open.claim.runtimeId) ? null : open.claim.runtimeId;
      if ((await messages.message(['settled', 'vacated'], open.id, limitMs, watched)) !== null) return;
      // A timer that has fired proves that the time has passed, also when the clock was set back meanwhile.
      open = await sweepOnce(open, true);
    }
  };

  const ends: RunEnds = {
    async sweep(run) {
      const open = await sweepOnce(run, false);
      if (open !== null && open.cut === null) return false;
      if (open !== null) await ends.whenSettled(open);
      return true;
    },

    whenSettled(run) {
      const waiting =
        waits.get(run.id) ??
        wait(run)
          // If the storage fails for now, the next wake sweeps the run.
          .catch(() => undefined)
          .finally(() => waits.delete(run.id));
      waits.set(run.id, waiting);
      return waiting;
    },

    async settleUnclaimed(run, isOneSilent = false) {
      const { outcome, error } = unclaimedOutcome(run, isOneSilent ? [SILENT_RUNTIME] : [], null);
      await broker.settle(run, outcome, error);
    },

    async endUntaken({ id }, isOneSilent) {
      // The run was claimed, and whoever heard of that waits for its end already.
      const waiting = waits.get(id);
      if (waiting !== undefined) return waiting;
      for (;;) {
        const run = (await ledger.openRuns()).find((one) => one.id === id);
        if (run === undefined) return;
        if (isClaimed(run)) return ends.whenSettled(run);
        await ends.settleUnclaimed(run, isOneSilent);
      }
    },
  };
  return ends;
}
