import type { Conditions } from '../core/wake.js';
import { networkConditions } from './conditions.js';

const LOW_BATTERY = 0.15;

interface BatteryLike {
  readonly charging: boolean;
  readonly level: number;
}

/** What the browser tells here; the battery only in pages of some. */
export async function readConditions(): Promise<Conditions> {
  const conditions = networkConditions();
  try {
    const battery = await (navigator as { getBattery?: () => Promise<BatteryLike> }).getBattery?.();
    if (battery === undefined) return conditions;
    return { ...conditions, charging: battery.charging, batteryNotLow: battery.charging || battery.level > LOW_BATTERY };
  } catch {
    return conditions;
  }
}
