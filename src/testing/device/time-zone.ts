import type { Zone } from '../../core/daily-window.js';
import { UTC } from '../../core/daily-window.js';
import { BackgroundTaskError } from '../../errors.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A daily window is searched within a few days of an instant, so the zone's changes are needed only for these days around it. */
const DAYS_BEFORE = 4;
const DAYS_AFTER = 8;

export type ZoneNear = (time: number) => Zone;

/**
 * Returns a function that gives the zone's offset and its changes around a time, from the database of the JavaScript engine. Throws `INVALID_OPTIONS`
 * for an unknown name.
 */
export function zoneNear(name: string): ZoneNear {
  if (name === 'UTC') return () => UTC;
  const format = formatOf(name);
  const offsetAt = (time: number): number => {
    const whole = Math.floor(time / 1000) * 1000;
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
    const parts = format.formatToParts(whole);
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour') % 24, part('minute'), part('second'));
    return local - whole;
  };
  let kept: { readonly from: number; readonly to: number; readonly zone: Zone } | null = null;
  return (time) => {
    if (kept !== null && time >= kept.from + 2 * DAY_MS && time <= kept.to - 4 * DAY_MS) return kept.zone;
    const from = Math.floor(time / DAY_MS - DAYS_BEFORE) * DAY_MS;
    const to = from + (DAYS_BEFORE + DAYS_AFTER) * DAY_MS;
    const changes: { at: number; offsetMs: number }[] = [];
    for (let day = from; day < to; day += DAY_MS) {
      const [before, after] = [offsetAt(day), offsetAt(day + DAY_MS)];
      if (before !== after) changes.push({ at: changeBetween(offsetAt, day, day + DAY_MS), offsetMs: after });
    }
    kept = { from, to, zone: { offsetMs: offsetAt(from), changes } };
    return kept.zone;
  };
}

function formatOf(name: string): Intl.DateTimeFormat {
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601', { timeZone: name, hourCycle: 'h23', ...numeric });
  } catch {
    throw new BackgroundTaskError('INVALID_OPTIONS', `timeZone: "${name}" is no time zone. Give one such as "Europe/Berlin".`);
  }
}

/** Finds the minute at which the offset changes, by halving the interval. */
function changeBetween(offsetAt: (time: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const before = offsetAt(low);
  while (high - low > MINUTE_MS) {
    const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
