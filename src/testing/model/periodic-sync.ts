import { ENGAGEMENT_FACTOR, PERIODIC_GAP, SYNC_REPEATS } from '../rules/web-rules.js';
import type { Situation } from './wake-model.js';

/** Models the browser's one `periodicsync` event for all tasks. The gap counts from the end of the last event; a rejected event is repeated sooner. */
export interface PeriodicSync {
  /** Returns when the next event comes if there is a network; null when none comes unless something changes. */
  at(situation: Situation): number | null;
  ended(at: number): void;
  /** Notes that the permission was given: the browser counts the gap from then on. */
  permitted(at: number): void;
}

export function createPeriodicSync(): PeriodicSync {
  let lastEndedAt: number | null = null;
  /** Is the time from which the browser counts: the first registration, or the moment at which the permission was given. */
  let countsFrom: number | null = null;
  let rejections = 0;
  /** Is false until the last event was judged. A task that it left in backoff shows that it was rejected, so the first look after it decides. */
  let isJudged = true;

  const judge = ({ tasks }: Situation): void => {
    if (isJudged) return;
    isJudged = true;
    const isRejected = tasks.some(({ backoffFrom }) => backoffFrom !== null);
    rejections = isRejected && rejections < SYNC_REPEATS.value.length ? rejections + 1 : 0;
  };

  return {
    at(situation) {
      judge(situation);
      const { tasks, now } = situation;
      const gap = gapOf(situation);
      if (gap === null || tasks.length === 0) return null;
      countsFrom ??= Math.min(...tasks.map(({ registeredAt }) => registeredAt));
      const wait = SYNC_REPEATS.value[rejections - 1] ?? gap;
      return Math.max(now, (lastEndedAt ?? countsFrom) + wait);
    },
    ended(at) {
      lastEndedAt = at;
      isJudged = false;
    },
    permitted(at) {
      countsFrom = at;
    },
  };
}

/**
 * Returns the gap as Chromium computes it: the shortest interval asked for, rounded up to a multiple of the origin's gap; null when the origin is
 * suspended.
 */
function gapOf({ tasks, state }: Situation): number | null {
  const gap = PERIODIC_GAP.value * ENGAGEMENT_FACTOR.value[state.engagement];
  if (gap === 0) return null;
  const asked = Math.min(...tasks.map(({ options }) => options.minimumIntervalMs));
  return Math.max(1, Math.ceil(asked / gap)) * gap;
}
