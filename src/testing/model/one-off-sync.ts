import { TIME_LIMIT_MS } from '../../core/constants.js';
import { SYNC_REPEATS } from '../rules/web-rules.js';
import type { PlannedWake, Situation } from './wake-model.js';

/**
 * Models the one `sync` event that a page asks for at each enqueue. It fires as soon as there is a network, and again while items wait, until the
 * browser gives up.
 */
export interface OneOffSync {
  next(situation: Situation): PlannedWake | null;
  /** Notes that the event is over, and counts it as failed; after one that succeeded no item waits, so the count does not matter. */
  ended(at: number): void;
  /** Returns true when the browser has given up although items still wait. */
  hasGivenUp(situation: Situation): boolean;
}

export function createOneOffSync(): OneOffSync {
  /** Is the sequence number of the newest item for which the event was asked. */
  let newest = 0;
  let failures = 0;
  /** Is the time at which it fires if there is a network; null when it fires no more. */
  let firesAt: number | null = null;

  const look = ({ items }: Situation): void => {
    for (const { sequence, enqueuedAt } of items) {
      if (sequence <= newest) continue;
      newest = sequence;
      failures = 0;
      firesAt = enqueuedAt;
    }
  };

  return {
    next(situation) {
      look(situation);
      if (firesAt === null || situation.items.length === 0 || situation.state.network === 'none') return null;
      return { at: Math.max(situation.now, firesAt), trigger: 'sync', names: null, limitMs: TIME_LIMIT_MS.serviceWorker };
    },
    ended(at) {
      const repeat = SYNC_REPEATS.value[failures++];
      firesAt = repeat === undefined ? null : at + repeat;
    },
    hasGivenUp(situation) {
      look(situation);
      return firesAt === null && situation.items.length > 0;
    },
  };
}
