import { TIME_LIMIT_MS } from '../../core/constants.js';
import { ENGAGEMENT_FACTOR, PAGE_TIMER_FLOOR, PERIODIC_GAP, PERIODIC_PERMISSION, SYNC_REPEATS } from '../rules/web-rules.js';
import { conditionsOf } from './device-state.js';
import { duesOf, unblocked } from './due.js';
import { createOneOffSync } from './one-off-sync.js';
import type { PlannedWake, Situation, Wait, WakeModel } from './wake-model.js';

/** A page's timers while it is open; with the page closed the browser's periodic sync, which has one gap for the whole origin, and its one-off sync for items. */
export function createWebModel(): WakeModel {
  const oneOff = createOneOffSync();
  let lastSyncAt: number | null = null;
  /** When the browser began to count: at the first registration, and anew when the permission is given. */
  let countsFrom: number | null = null;

  /** Chromium's own arithmetic: the shortest interval asked for, made a multiple of the gap. */
  const gapOf = ({ tasks, state }: Situation): number | null => {
    const gap = PERIODIC_GAP.value * ENGAGEMENT_FACTOR.value[state.engagement];
    if (gap === 0) return null;
    const asked = Math.min(...tasks.map(({ options }) => options.minimumIntervalMs));
    return Math.max(1, Math.ceil(asked / gap)) * gap;
  };

  const refusal = ({ state }: Situation): Wait | null => {
    if (state.periodicSync === 'denied') return { blocker: 'permission', until: null, rule: PERIODIC_PERMISSION.id };
    if (state.engagement === 'none') return { blocker: 'engagement', until: null, rule: ENGAGEMENT_FACTOR.id };
    return null;
  };

  const syncAt = (situation: Situation): number | null => {
    const { tasks, now } = situation;
    const gap = gapOf(situation);
    if (gap === null || tasks.length === 0) return null;
    countsFrom ??= Math.min(...tasks.map(({ registeredAt }) => registeredAt));
    return Math.max(now, (lastSyncAt ?? countsFrom) + gap);
  };

  const byTimers = (situation: Situation): PlannedWake | null => {
    const { now, state, app } = situation;
    const dues = unblocked(duesOf(situation), conditionsOf('web', state));
    if (app.place === 'closed' || dues.length === 0) return null;
    const due = Math.max(now, Math.min(...dues.map(({ at }) => at)));
    const at = app.place === 'screen' ? due : Math.ceil(due / PAGE_TIMER_FLOOR.value) * PAGE_TIMER_FLOOR.value;
    // A hidden tab wakes the worker, and the worker's time counts from there.
    return { at, trigger: 'timer', names: null, limitMs: app.place === 'screen' ? null : TIME_LIMIT_MS.serviceWorker };
  };

  const byPeriodicSync = (situation: Situation): PlannedWake | null => {
    // The browser fires only when it is online.
    if (situation.app.place !== 'closed' || refusal(situation) !== null || situation.state.network === 'none') return null;
    const at = syncAt(situation);
    return at === null ? null : { at, trigger: 'periodic-sync', names: null, limitMs: TIME_LIMIT_MS.serviceWorker };
  };

  return {
    next(situation) {
      // A visible page takes what the event would do.
      const sync = situation.app.place === 'screen' ? null : oneOff.next(situation);
      const wakes = [sync, byTimers(situation), byPeriodicSync(situation)].filter((wake) => wake !== null);
      return wakes.reduce<PlannedWake | null>((first, wake) => (first === null || wake.at < first.at ? wake : first), null);
    },
    woke({ at, trigger }) {
      if (trigger === 'periodic-sync') lastSyncAt = at;
      if (trigger === 'sync') oneOff.fired(at);
    },
    waits(situation, name) {
      const { app, now } = situation;
      if (app.place !== 'closed') return [];
      const items = situation.items.filter(({ taskName }) => taskName === name);
      // Its own sync event will come.
      if (items.length > 0 && !oneOff.hasGivenUp(situation)) return [];
      const refused = refusal(situation);
      if (refused !== null) return [refused];
      if (items.length > 0 && situation.tasks.length === 0) return [{ blocker: 'sync-given-up', until: null, rule: SYNC_REPEATS.id }];
      const isDue = duesOf(situation).some((due) => due.name === name && due.at <= now);
      const at = syncAt(situation);
      return isDue && at !== null && at > now ? [{ blocker: 'periodic-gap', until: at, rule: PERIODIC_GAP.id }] : [];
    },
    changed(before, after, now) {
      if (before.periodicSync === 'denied' && after.periodicSync === 'granted') countsFrom = now;
    },
  };
}
