import { BackgroundTaskError } from '../../errors.js';
import type { Zone } from '../../core/daily-window.js';

/** Gives a length of time as milliseconds, as `'06:00:00'` (hours, minutes and, if wanted, seconds), or by its parts. */
export type Duration =
  | number
  | string
  | {
      readonly days?: number;
      readonly hours?: number;
      readonly minutes?: number;
      readonly seconds?: number;
      readonly milliseconds?: number;
    };

/** Gives a moment as epoch milliseconds, as a Date, or as `'2026-11-27T08:00'`, which is device time unless it names a zone. Of a local time that comes twice it is the first. */
export type Instant = number | string | Date;

const wrong = (what: string, given: unknown, expected: string): BackgroundTaskError =>
  new BackgroundTaskError('INVALID_OPTIONS', `${what}: ${expected}, not ${JSON.stringify(given) ?? String(given)}.`);

export function millisecondsOf(duration: Duration): number {
  const given = typeof duration === 'string' ? clockText(duration) : typeof duration === 'number' ? duration : partsOf(duration);
  if (Number.isFinite(given) && given >= 0) return given;
  throw wrong('advance', duration, 'milliseconds, "06:00:00" or { hours: 6 }');
}

function clockText(text: string): number {
  const match = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (match === null) return NaN;
  const [, hours, minutes, seconds = '0'] = match;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function partsOf(parts: Exclude<Duration, number | string>): number {
  const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0, ...unknown } = parts;
  if (Object.keys(unknown).length > 0) return NaN;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

const DAY_MS = 86_400_000;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?)?$/;

export function epochOf(instant: Instant, zone: (near: number) => Zone): number {
  const local = typeof instant === 'string' ? LOCAL.exec(instant) : null;
  if (local !== null) {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = local.slice(1).map((part) => Number(part ?? 0));
    const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
    // The zone changes its offset at most once in these two days. A local time that comes twice is the first of the two; one that the clocks skip is
    // as much later as they skip, as in JavaScript's own `Date`.
    const [before = 0, after = 0] = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => asUtc - offsetIn(zone(near), near));
    return [before, after].find((time) => time + offsetIn(zone(time), time) === asUtc) ?? before;
  }
  const given = typeof instant === 'number' ? instant : instant instanceof Date ? instant.getTime() : Date.parse(instant);
  if (Number.isFinite(given)) return given;
  throw wrong('a moment', instant, 'epoch milliseconds, a Date, or "2026-11-27T08:00"');
}

export function offsetIn(zone: Zone, time: number): number {
  return zone.changes.findLast(({ at }) => at <= time)?.offsetMs ?? zone.offsetMs;
}

/** Returns the device's local time in the form `2026-11-27 08:00:00`. */
export function localText(time: number, zone: Zone): string {
  return new Date(time + offsetIn(zone, time)).toISOString().slice(0, 19).replace('T', ' ');
}
