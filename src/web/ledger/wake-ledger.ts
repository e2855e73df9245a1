import type { OpenRun } from '../../core/records.js';
import { claimRun } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import type { LedgerPorts, WakeLedger } from './ledger.js';
import { readRecords } from './records-in.js';
import { ALL_TABLES } from './store.js';
import type { Store } from './store.js';
import { openWake } from './wake-step.js';

/** What only a runtime that wakes itself needs beside the steps of a run. */
export function createWakeLedger(store: Store, { newId }: LedgerPorts): WakeLedger {
  return {
    openAndClaim: (wake) =>
      store.transaction(ALL_TABLES, 'readwrite', async (step) => {
        const { limit, ...claimant } = wake.claim;
        const claimed: ClaimedRun[] = [];
        const claim = (run: OpenRun): ClaimedRun | null => {
          if (claimed.length >= limit || !wake.named.includes(run.taskName)) return null;
          const answer = claimRun(run, { ...claimant, taskId: run.id, now: wake.now, token: newId() });
          if (!answer.claimed) return null;
          claimed.push(answer.run);
          return answer.run;
        };
        return { ...(await openWake(step, wake, newId, claim)), claimed };
      }),

    storedTasks: () => store.transaction(['tasks'], 'readonly', async (step) => (await readRecords(step, 'tasks')).ok),
  };
}
