import { ENGAGEMENT_FACTOR, PERIODIC_GAP, SYNC_REPEATS } from '../rules/web-rules.js';
import type { Situation } from './wake-model.js';

/** The browser's one `periodicsync` event for all tasks. It counts from the end of the last one, and repeats one that was rejected sooner. */
export interface PeriodicSync {
  /** When the next one comes, given a network; null: never as things are. */
  at(situation: Situation): number | null;
  ended(at: number): void;
  /** The permission was given: the browser counts from here. */
  permitted(at: number): void;
}

export function createPeriodicSync(): PeriodicSync {
  let lastEndedAt: number | null = null;
  /** When the browser began to count: at the first registration, and anew when the permission is given. */
  let countsFrom: number | null = null;
  let rejections = 0;
  /** Whether the last event was rejected shows in the tasks that it leaves behind, before anything else happens to them. */
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

/** Chromium's own arithmetic: the shortest interval asked for, made a multiple of the gap. Null: the origin is suspended. */
function gapOf({ tasks, state }: Situation): number | null {
  const gap = PERIODIC_GAP.value * ENGAGEMENT_FACTOR.value[state.engagement];
  if (gap === 0) return null;
  const asked = Math.min(...tasks.map(({ options }) => options.minimumIntervalMs));
  return Math.max(1, Math.ceil(asked / gap)) * gap;
}
