import { TIME_LIMIT_MS } from '../../core/constants.js';
import { ENGAGEMENT_FACTOR, PAGE_TIMER_FLOOR, PERIODIC_GAP, PERIODIC_PERMISSION, SYNC_REPEATS } from '../rules/web-rules.js';
import { conditionsOf } from './device-state.js';
import { duesOf, unblocked } from './due.js';
import { createOneOffSync } from './one-off-sync.js';
import { createPeriodicSync } from './periodic-sync.js';
import type { PlannedWake, Situation, Wait, WakeModel } from './wake-model.js';

/**
 * Models a page's timers while it is open and, while it is closed, the browser's periodic sync, with one gap for the whole origin, and its one-off
 * sync for items.
 */
export function createWebModel(): WakeModel {
  const oneOff = createOneOffSync();
  const periodic = createPeriodicSync();

  const refusal = ({ state }: Situation): Wait | null => {
    if (state.periodicSync === 'denied') return { blocker: 'permission', until: null, rule: PERIODIC_PERMISSION.id };
    if (state.engagement === 'none') return { blocker: 'engagement', until: null, rule: ENGAGEMENT_FACTOR.id };
    return null;
  };

  const byTimers = (situation: Situation): PlannedWake | null => {
    const { now, state, app } = situation;
    const dues = unblocked(duesOf(situation), conditionsOf('web', state));
    if (app.place === 'closed' || dues.length === 0) return null;
    const due = Math.max(now, Math.min(...dues.map(({ at }) => at)));
    const at = app.place === 'screen' ? due : Math.ceil(due / PAGE_TIMER_FLOOR.value) * PAGE_TIMER_FLOOR.value;
    // A hidden tab only wakes the service worker, whose time limit then counts from the wake.
    return { at, trigger: 'timer', names: null, limitMs: app.place === 'screen' ? null : TIME_LIMIT_MS.serviceWorker };
  };

  const byPeriodicSync = (situation: Situation): PlannedWake | null => {
    const at = periodic.at(situation);
    // The browser fires the event only while it is online.
    const isRefused = situation.app.place !== 'closed' || refusal(situation) !== null || situation.state.network === 'none';
    return at === null || isRefused ? null : { at, trigger: 'periodic-sync', names: null, limitMs: TIME_LIMIT_MS.serviceWorker };
  };

  return {
    next(situation) {
      // A visible page runs the items itself, so the event would find nothing.
      const sync = situation.app.place === 'screen' ? null : oneOff.next(situation);
      const wakes = [sync, byTimers(situation), byPeriodicSync(situation)].filter((wake) => wake !== null);
      return wakes.reduce<PlannedWake | null>((first, wake) => (first === null || wake.at < first.at ? wake : first), null);
    },
    woke({ at, trigger }, busyMs) {
      if (trigger === 'periodic-sync') periodic.ended(at + busyMs);
      if (trigger === 'sync') oneOff.ended(at + busyMs);
    },
    waits(situation, name) {
      const { app, now } = situation;
      if (app.place !== 'closed') return [];
      const items = situation.items.filter(({ taskName }) => taskName === name);
      // The items will run in their own sync event, so the task waits for nothing else.
      if (items.length > 0 && !oneOff.hasGivenUp(situation)) return [];
      const refused = refusal(situation);
      if (refused !== null) return [refused];
      if (items.length > 0 && situation.tasks.length === 0) return [{ blocker: 'sync-given-up', until: null, rule: SYNC_REPEATS.id }];
      const isDue = duesOf(situation).some((due) => due.name === name && due.at <= now);
      const at = periodic.at(situation);
      return isDue && at !== null && at > now ? [{ blocker: 'periodic-gap', until: at, rule: PERIODIC_GAP.id }] : [];
    },
    changed(before, after, now) {
      if (before.periodicSync === 'denied' && after.periodicSync === 'granted') periodic.permitted(now);
    },
  };
}
