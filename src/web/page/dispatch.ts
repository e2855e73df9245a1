import type { OpenRun } from '../../core/records.js';
import type { Slots } from '../../runner/slots.js';
import type { RunEnds } from '../shared/run-ends.js';

/** `taken`: by the one who was asked, or by somebody else meanwhile. `silent`: it was asked and has said nothing. `absent`: nobody is known to be there. */
export type Answer = 'taken' | 'declined' | 'silent' | 'absent';

/** Offers a run to one kind of runtime. */
export type OfferTo = (run: OpenRun) => Promise<Answer>;

/**
 * Offers open runs in their order, at most one unsettled for each slot, each to one kind of runtime after the other until one claims it. Resolves
 * when all have settled. A run that an earlier wake has offered already is joined, not offered again.
 */
export type Dispatch = (runs: readonly OpenRun[], recipients: readonly OfferTo[]) => Promise<unknown>;

export function createDispatch(ends: RunEnds, slots: Slots): Dispatch {
  const underWay = new Map<string, Promise<void>>();

  const offerInTurn = async (run: OpenRun, recipients: readonly OfferTo[]): Promise<void> => {
    const giveBack = await slots.take();
    try {
      let isOneSilent = false;
      for (const offerTo of recipients) {
        const answer = await offerTo(run);
        if (answer === 'taken') break;
        isOneSilent ||= answer === 'silent';
      }
      await ends.endUntaken(run, isOneSilent);
    } finally {
      giveBack();
      underWay.delete(run.id);
    }
  };

  return (runs, recipients) =>
    Promise.all(
      runs.map((run) => {
        const doing = underWay.get(run.id) ?? offerInTurn(run, recipients);
        underWay.set(run.id, doing);
        return doing;
      }),
    );
}
