import { TIME_LIMIT_MS } from '../../core/constants.js';
import { BUCKET_QUOTAS, DOZE_IDLE, DOZE_MAINTENANCE, FORCE_STOP, SESSION_GAP } from '../rules/android-rules.js';
import { conditionsOf } from './device-state.js';
import type { DeviceState } from './device-state.js';
import { duesOf, unblocked } from './due.js';
import type { Situation, Wait, WakeModel } from './wake-model.js';

interface Session {
  readonly from: number;
  to: number;
  jobs: number;
}

const nth = (list: readonly number[], index: number): number => list[Math.min(index, list.length - 1)] as number;

/** Models when JobScheduler runs WorkManager's works: it honours their conditions, the quota of the standby bucket, and Doze. */
export function createAndroidModel(): WakeModel {
  const sessions: Session[] = [];
  let dozingSince: number | null = null;

  /** Returns the first time from `at` on that is outside of Doze or in one of its maintenance windows. */
  const outsideDoze = (at: number): number => {
    if (dozingSince === null) return at;
    let opens = dozingSince;
    for (let index = 0; ; index++) {
      opens += nth(DOZE_IDLE.value, index);
      const closes = opens + nth(DOZE_MAINTENANCE.value, index);
      if (at < closes) return Math.max(at, opens);
      opens = closes;
    }
  };

  /**
   * Returns the first time from `at` on at which the bucket's quota has room. It does not count on screen, nor while charging except in the bucket
   * `restricted`.
   */
  const withinQuota = (at: number, { state, app }: Situation): number => {
    if (app.place === 'screen' || (state.charging && state.bucket !== 'restricted')) return at;
    const quota = BUCKET_QUOTAS[state.bucket].value;
    if (quota.runMs >= quota.windowMs) return at;
    let time = at;
    for (;;) {
      const counted = sessions.filter(({ to }) => to > time - quota.windowMs);
      const used = counted.reduce((sum, { from, to }) => sum + to - Math.max(from, time - quota.windowMs), 0);
      const jobs = counted.reduce((sum, one) => sum + one.jobs, 0);
      if (counted.length < quota.sessions && jobs < quota.jobs && used < quota.runMs) return time;
      // The quota has room again when the oldest session leaves the window.
      time = (counted[0] as Session).to + quota.windowMs + 1;
    }
  };

  const next: WakeModel['next'] = (situation) => {
    const { now, state, app } = situation;
    if (app.ended === 'force-stopped') return null;
    const dues = unblocked(duesOf(situation), conditionsOf('android', state));
    if (dues.length === 0) return null;
    const at = Math.min(...dues.map((due) => Math.max(due.at, now)));
    const allowed = withinQuota(outsideDoze(at), situation);
    const first = outsideDoze(allowed);
    const names = [...new Set(dues.filter((due) => due.at <= first).map(({ name }) => name))];
    return { at: first, trigger: 'work-manager', names, limitMs: TIME_LIMIT_MS.android };
  };

  return {
    next,
    woke({ at, names }, busyMs) {
      const last = sessions.at(-1);
      const jobs = names?.length ?? 1;
      if (last !== undefined && at - last.to <= SESSION_GAP.value) {
        last.to = Math.max(last.to, at + busyMs);
        last.jobs += jobs;
      } else {
        sessions.push({ from: at, to: at + busyMs, jobs });
      }
      // No quota looks further back than the longest window, so older sessions are dropped.
      while ((sessions[0]?.to ?? at) < at - BUCKET_QUOTAS.rare.value.windowMs) sessions.shift();
    },
    waits(situation, name) {
      const { now, state, app } = situation;
      const found: Wait[] = [];
      if (app.ended === 'force-stopped') found.push({ blocker: 'force-stopped', until: null, rule: FORCE_STOP.id });
      if (!duesOf(situation).some((due) => due.name === name && due.at <= now)) return found;
      const dozing = outsideDoze(now);
      if (dozing > now) found.push({ blocker: 'doze', until: dozing, rule: DOZE_IDLE.id });
      const quota = withinQuota(now, situation);
      if (quota > now) found.push({ blocker: 'quota', until: quota, rule: BUCKET_QUOTAS[state.bucket].id });
      return found;
    },
    changed(_before: DeviceState, after: DeviceState, now) {
      // Motion, power or the screen ends Doze; the new state says so by `doze` or `charging`.
      dozingSince = after.doze && !after.charging ? (dozingSince ?? now) : null;
    },
  };
}
