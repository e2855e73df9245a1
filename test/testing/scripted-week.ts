import { UTC } from '../../src/core/daily-window.js';
import type { PlatformKind } from '../../src/core/options.js';
import type { ProfileEvent } from '../../src/testing/forecast/profiles.js';
import type { SimulationInput } from '../../src/testing/forecast/simulate.js';
import { FRESH_DEVICE } from '../../src/testing/model/device-state.js';
import type { Random } from '../../src/testing/model/random.js';

const DAYS = 7;
/** A midnight, so that the days of a script are those of its events. */
export const START = Date.UTC(2027, 0, 4);

export const pick = <Value>(random: Random, values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;

export type ScriptedDays = readonly (readonly ProfileEvent[])[];

/** Days of a phone that charges at night and is without a network for some hours. */
export function scriptedDays(random: Random): ScriptedDays {
  return Array.from({ length: DAYS + 1 }, () => {
    const at = (from: number, to: number): number => Math.round(from * 60 + random() * (to - from) * 60);
    return [
      { at: at(6, 8), set: { charging: false } },
      { at: at(8, 10), set: { network: 'none' } },
      { at: at(10, 13), set: { network: 'wifi' } },
      { at: at(20, 24) - 1, set: { charging: true } },
    ] as const;
  });
}

/** What the simulation of such a week is given, beside its tasks and their callbacks. */
export function scriptedWeek(
  platform: PlatformKind,
  days: ScriptedDays,
): Pick<SimulationInput, 'profile' | 'days' | 'from' | 'zone' | 'workMs'> {
  return {
    profile: {
      id: 'week',
      about: 'scripted',
      platform,
      state: { ...FRESH_DEVICE, charging: true },
      day: (_, index) => days[index] ?? [],
    },
    days: DAYS,
    from: START,
    zone: () => UTC,
    workMs: 0,
  };
}
