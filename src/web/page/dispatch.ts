import type { OpenRun } from '../../core/records.js';
import { isClaimed } from '../../core/run-transitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import type { Slots } from '../../runner/slots.js';
import type { RunBroker } from '../shared/run-broker.js';
import { settleUnclaimed } from '../shared/unclaimed.js';
import type { RunLedger } from '../ledger/ledger.js';

/** Offers a run to one kind of runtime; true when that has taken it, or somebody else meanwhile. */
export type Turn = (run: OpenRun) => Promise<boolean>;

/**
 * Offers open runs in their order, at most one unsettled for each slot, each to one runtime after the other until one claims it. Resolves when
 * all have settled. A run that an earlier wake is dispatching is joined, not offered again.
 */
export type Dispatch = (runs: readonly OpenRun[], turns: readonly Turn[]) => Promise<unknown>;

export function createDispatch(ledger: RunLedger, broker: RunBroker, watch: (run: ClaimedRun) => Promise<void>, slots: Slots): Dispatch {
  const underWay = new Map<string, Promise<void>>();

  const current = async (taskId: string): Promise<OpenRun | undefined> => (await ledger.openRuns()).find((run) => run.id === taskId);

  const dispatch = async (run: OpenRun, turns: readonly Turn[]): Promise<void> => {
    for (const turn of turns) if (await turn(run)) break;
    // Claimed in the last moment, perhaps: then it is looked at once more.
    for (let now = await current(run.id); now !== undefined; now = await current(run.id)) {
      if (isClaimed(now)) return watch(now);
      await settleUnclaimed(broker, now);
    }
  };

  const inSlot = (run: OpenRun, turns: readonly Turn[]): Promise<void> => {
    const end = (): void => {
      slots.release();
      underWay.delete(run.id);
    };
    const doing =
      underWay.get(run.id) ??
      slots
        .take()
        .then(() => dispatch(run, turns))
        .finally(end);
    underWay.set(run.id, doing);
    return doing;
  };

  return (runs, turns) => Promise.all(runs.map((run) => inSlot(run, turns)));
}
