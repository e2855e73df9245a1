import type { OpenRun } from '../core/records.js';
import { claimRun } from '../core/runs.js';
import type { ClaimedRun } from '../core/runs.js';
import type { LedgerPorts, WakeClaims } from './ledger.js';
import type { Store } from './store.js';
import { openWake } from './wake-step.js';

/** What only a runtime that wakes itself does: it opens and claims in one transaction. */
export function createWakeClaims(store: Store, { newId }: LedgerPorts): WakeClaims {
  return {
    openAndClaim: (wake) =>
      store.transaction(['tasks', 'openRuns', 'log', 'setAside'], { write: true }, async (step) => {
        const { taskNames, limit, ...claimant } = wake.claim;
        const claimed: ClaimedRun[] = [];
        const claim = (run: OpenRun): ClaimedRun | null => {
          if (claimed.length >= limit || !taskNames.includes(run.taskName)) return null;
          const answer = claimRun(run, { ...claimant, taskId: run.id, now: wake.now, token: newId() });
          if (!answer.claimed) return null;
          claimed.push(answer.run);
          return answer.run;
        };
        return { ...(await openWake(step, wake, newId, { taskNames, claim })), claimed };
      }),
  };
}
