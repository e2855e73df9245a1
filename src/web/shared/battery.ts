import type { Conditions } from '../../core/wake-selection.js';
import { pause } from '../../runner/timed.js';
import { browserClock } from './clock.js';
import { networkConditions } from './conditions.js';

const LOW_BATTERY = 0.15;
/** Chromium answers visible pages only: a hidden tab that asks would wait until it is seen again. */
const ANSWER_LIMIT_MS = 500;

interface BatteryLike {
  readonly charging: boolean;
  readonly level: number;
}

/** Reads what this browser tells of network and battery. Some browsers tell pages of the battery, none tells workers. */
export async function readConditions(): Promise<Conditions> {
  const asked = (navigator as { getBattery?: () => Promise<BatteryLike> }).getBattery?.();
  const battery = await Promise.race([asked, pause(browserClock, ANSWER_LIMIT_MS)]).catch(() => undefined);
  const conditions = await networkConditions();
  return battery
    ? { ...conditions, requiresCharging: battery.charging, requiresBatteryNotLow: battery.charging || battery.level > LOW_BATTERY }
    : conditions;
}
