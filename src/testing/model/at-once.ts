import { unmetConstraints } from '../../core/wake-selection.js';
import type { PlatformKind } from '../../core/options.js';
import { conditionsOf } from './device-state.js';
import type { PlannedWake, Situation, WakeModel } from './wake-model.js';

/**
 * Adds to a model that a page on screen runs an item at the moment at which it is enqueued, on every platform. The system's own wake then finds
 * nothing left to do.
 */
export function withWorkAtOnce(platform: PlatformKind, model: WakeModel): WakeModel {
  const atOnce = ({ now, items, state, app }: Situation): PlannedWake | null => {
    if (app.place !== 'screen') return null;
    const conditions = conditionsOf(platform, state);
    const names = items
      .filter((item) => item.enqueuedAt === now && item.eligibleAt <= now && item.attempts === 0)
      .filter((item) => unmetConstraints(item.constraints, conditions).length === 0)
      .map(({ taskName }) => taskName);
    return names.length === 0 ? null : { at: now, trigger: 'enqueue', names: [...new Set(names)], limitMs: null };
  };
  return {
    ...model,
    next: (situation) => atOnce(situation) ?? model.next(situation),
    woke(wake, busyMs) {
      // The page did this by itself, so it counts for nothing in the system's model.
      if (wake.trigger !== 'enqueue') model.woke(wake, busyMs);
    },
  };
}
