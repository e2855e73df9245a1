import type { OpenRun } from '../../core/records.js';
import { unclaimedOutcome } from '../../core/unclaimed-outcome.js';
import type { RunBroker } from './run-broker.js';

/** Settles a run that no runtime has taken; false when it is not unclaimed any more. `asked`: the runtimes that were offered it. */
export function settleUnclaimed(broker: RunBroker, run: OpenRun, asked: readonly string[] = []): Promise<boolean> {
  const { outcome, error } = unclaimedOutcome(run, asked, null);
  return broker.settle(run, outcome, error);
}
