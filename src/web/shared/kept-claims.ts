import type { ExpireEvent } from '../../core/platform.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import type { Clock } from '../../runner/ports.js';
import type { RunLedger } from '../ledger/ledger.js';
import type { ChannelMessage } from './channel-message.js';
import { LOCK_LOST } from './runtime-lock.js';
import type { RuntimeLock } from './runtime-lock.js';

/** As soon as a storage that failed may answer again. */
const RETRY_MS = 1000;

export interface KeptClaimsPorts {
  readonly ledger: Pick<RunLedger, 'moveClaim'>;
  readonly lock: RuntimeLock;
  readonly clock: Clock;
  /** Tells this context's own runner. */
  readonly expire: (event: ExpireEvent) => void;
}

/** Keeps the runs that this context has claimed when it loses its lock. */
export interface KeptClaims {
  /** Notes what this context says of its runs. */
  readonly note: (message: ChannelMessage) => void;
  /** Cuts all of them at once: this context has been away for so long that others may have taken its place. */
  readonly abandon: () => void;
}

/** Whoever saw this context without its lock may have declared its runs lost. The runs that it still holds it moves to its new name; the others are cut. */
export function keepClaims({ ledger, lock, clock, expire }: KeptClaimsPorts): KeptClaims {
  const kept = new Map<string, ClaimedRun>();
  const lostNames = new Set<string>();

  const cut = ({ id: taskId, taskName, claim }: ClaimedRun): void => {
    kept.delete(taskId);
    expire({ taskId, taskName, token: claim.token, reason: LOCK_LOST, settlesAt: clock.now() });
  };

  const move = async (): Promise<void> => {
    const holder = await lock.hold();
    for (const run of [...kept.values()]) if (!(await ledger.moveClaim(run, holder))) cut(run);
  };

  const tryToMove = (): void => {
    if (kept.size > 0) move().catch(() => clock.after(RETRY_MS, tryToMove));
  };

  lock.onLoss((name) => {
    lostNames.add(name);
    tryToMove();
  });

  return {
    note(message) {
      if (message.kind === 'settled') kept.delete(message.id);
      if (message.kind !== 'claimed') return;
      kept.set(message.id, message.run);
      // The lock went while the claim was being stored.
      if (lostNames.has(message.run.claim.runtimeId)) tryToMove();
    },
    abandon() {
      for (const run of [...kept.values()]) cut(run);
    },
  };
}
