import { TIME_LIMIT_MS } from '../../core/constants.js';
import { firstInside } from '../../core/daily-window.js';
import { FORCE_QUIT, LOW_POWER, PROCESSING_NIGHT, REFRESH_DELAY, REFRESH_GAP } from '../rules/ios-rules.js';
import { MINUTE } from '../rules/rule.js';
import { conditionsOf } from './device-state.js';
import { duesOf, unblocked } from './due.js';
import type { PlannedWake, Situation, Wait, WakeModel, WakeModelPorts } from './wake-model.js';

const [NIGHT_FROM, NIGHT_TO] = PROCESSING_NIGHT.value;
const NIGHT = { fromMinutes: NIGHT_FROM, toMinutes: NIGHT_TO };
/** A launch comes between half and one and a half times the usual delay after its date, because iOS never keeps to the minute. */
const SPREAD = [0.5, 1.5] as const;
const NIGHT_SPREAD_MS = 60 * MINUTE;

/**
 * Models BGTaskScheduler: it launches one refresh some time after its date, and processing at night while the phone charges. On screen the app's own
 * timer runs what is due.
 */
export function createIosModel({ random }: WakeModelPorts): WakeModel {
  /** The delays are drawn once for each launch, so that asking for it, of whichever tasks and in whichever order, changes nothing. */
  let refreshDraw = random();
  let nightDraw = random();
  let lastRefreshAt = -Infinity;
  let lastNightAt = -Infinity;

  const refusal = ({ state, app }: Situation): Wait | null => {
    if (app.ended !== 'no') return { blocker: 'force-quit', until: null, rule: FORCE_QUIT.id };
    if (!state.backgroundRefresh) return { blocker: 'background-refresh', until: null, rule: LOW_POWER.id };
    if (state.lowPowerMode) return { blocker: 'low-power-mode', until: null, rule: LOW_POWER.id };
    return null;
  };

  const refreshAt = (date: number): number => {
    const [low, high] = SPREAD;
    return Math.max(date + Math.round(REFRESH_DELAY.value * (low + (high - low) * refreshDraw)), lastRefreshAt + REFRESH_GAP.value);
  };

  const processingAt = (date: number, { zone }: Situation): number => {
    const at = firstInside(NIGHT, zone, date) + Math.round(NIGHT_SPREAD_MS * nightDraw);
    // Processing is launched once a night: the next launch is half a day after the last at the earliest.
    const begin = Math.max(at, lastNightAt + 12 * 60 * MINUTE);
    return begin === at ? begin : firstInside(NIGHT, zone, begin);
  };

  const onScreen = (situation: Situation): PlannedWake | null => {
    const dues = unblocked(duesOf(situation), conditionsOf('ios', situation.state));
    if (dues.length === 0) return null;
    const at = Math.max(situation.now, Math.min(...dues.map((due) => due.at)));
    return { at, trigger: 'timer', names: null, limitMs: null };
  };

  return {
    next(situation) {
      const { now, state, app } = situation;
      if (app.place === 'screen') return onScreen(situation);
      const dues = duesOf(situation);
      if (dues.length === 0 || refusal(situation) !== null) return null;
      const date = Math.max(Math.min(...dues.map((due) => due.at)), 0);
      const wakes: PlannedWake[] = [
        { at: Math.max(now, refreshAt(date)), trigger: 'app-refresh', names: null, limitMs: TIME_LIMIT_MS.iosRefresh },
      ];
      // The plugin makes one request for all tasks, so it asks for a network only when every task needs one.
      const needsNetwork = dues.every(({ constraints }) => constraints.requiresNetwork || constraints.requiresUnmeteredNetwork);
      if (state.charging && (state.network !== 'none' || !needsNetwork)) {
        wakes.push({
          at: Math.max(now, processingAt(date, situation)),
          trigger: 'processing',
          names: null,
          limitMs: TIME_LIMIT_MS.iosProcessing,
        });
      }
      return wakes.reduce((first, one) => (one.at < first.at ? one : first));
    },
    woke({ at, trigger }) {
      if (trigger === 'app-refresh') {
        lastRefreshAt = at;
        refreshDraw = random();
      }
      if (trigger === 'processing') {
        lastNightAt = at;
        nightDraw = random();
      }
    },
    waits(situation) {
      const refused = situation.app.place === 'screen' ? null : refusal(situation);
      return refused === null ? [] : [refused];
    },
    changed: () => undefined,
  };
}
