import type { DailyWindow } from './records.js';

/** The offset from UTC to local time, and its changes in the order of time. A platform lists those around the times that it asks about. */
export interface Zone {
  /** The offset before the first change. */
  readonly offsetMs: number;
  readonly changes: readonly { readonly at: number; readonly offsetMs: number }[];
}

export const UTC: Zone = { offsetMs: 0, changes: [] };

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** A day is 23 to 25 hours long, and a country may skip a day or have it twice: a window that holds or follows an instant begins within these days. */
const DAYS_BEFORE = 2;
const DAYS_AFTER = 3;

export interface TimeSpan {
  readonly start: number;
  /** Exclusive: the window has ended at this time. */
  readonly end: number;
}

/** Returns the first instant inside the window that is not before `time`. */
export function firstInside(window: DailyWindow, zone: Zone, time: number): number {
  return Math.min(...spansAround(window, zone, time).map(({ start }) => Math.max(start, time)));
}

/** Returns the window that holds `time`, or null outside. Of two that do (a doubled hour), the one that begins first. */
export function spanAt(window: DailyWindow, zone: Zone, time: number): TimeSpan | null {
  return spansAround(window, zone, time).find(({ start }) => start <= time) ?? null;
}

/** The windows that end after `time`, of the days around it; never none. */
function spansAround({ fromMinutes, toMinutes }: DailyWindow, zone: Zone, time: number): TimeSpan[] {
  const today = Math.floor((time + offsetAt(zone, time)) / DAY_MS);
  const spans: TimeSpan[] = [];
  for (let day = today - DAYS_BEFORE; day <= today + DAYS_AFTER; day++) {
    const from = day * DAY_MS + fromMinutes * MINUTE_MS;
    const to = (toMinutes < fromMinutes ? day + 1 : day) * DAY_MS + toMinutes * MINUTE_MS;
    const start = instantsOf(zone, from).first;
    const end = instantsOf(zone, to).last;
    // When both ends lie in the hour that a clock change skips, that day has no window.
    if (start < end && end > time) spans.push({ start, end });
  }
  return spans;
}

export function offsetAt({ offsetMs, changes }: Zone, time: number): number {
  return changes.findLast(({ at }) => at <= time)?.offsetMs ?? offsetMs;
}

/** Returns when the local clocks show `local` (as if it were UTC): the first and the last time in a doubled hour, the end of the gap when they never do. */
export function instantsOf(zone: Zone, local: number): { readonly first: number; readonly last: number } {
  const starts = [{ at: -Infinity, offsetMs: zone.offsetMs }, ...zone.changes];
  const times: number[] = [];
  let gapEnd = local - zone.offsetMs;
  starts.forEach(({ at, offsetMs }, index) => {
    const next = starts[index + 1]?.at ?? Infinity;
    const time = local - offsetMs;
    if (time >= at && time < next) times.push(time);
    // At this change the local clocks jump over `local`.
    else if (time < at && local - (starts[index - 1]?.offsetMs ?? offsetMs) >= at) gapEnd = at;
  });
  return { first: times[0] ?? gapEnd, last: times.at(-1) ?? gapEnd };
}

/** Makes the list of changes between two instants from a function that knows the offset at one; no two of its changes are less than a day apart. */
export function zoneBetween(offsetMsAt: (time: number) => number, start: number, end: number): Zone {
  const changes: { at: number; offsetMs: number }[] = [];
  const first = offsetMsAt(start);
  let offsetMs = first;
  for (let time = start; time < end; time += DAY_MS) {
    const next = offsetMsAt(time + DAY_MS);
    if (next === offsetMs) continue;
    let before = time;
    let after = time + DAY_MS;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetMsAt(middle) === offsetMs) before = middle;
      else after = middle;
    }
    changes.push({ at: after, offsetMs: next });
    offsetMs = next;
  }
  return { offsetMs: first, changes };
}

const CLOCK_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Returns the minutes since midnight, or null when it is no time of the form `HH:MM`. */
export function parseClockTime(given: unknown): number | null {
  const [, hours, minutes] = (typeof given === 'string' && CLOCK_TIME.exec(given)) || [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

export function clockTime(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
