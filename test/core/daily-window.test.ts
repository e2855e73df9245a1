import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockTime, firstInside, parseClockTime, spanAt, zoneBetween } from '../../src/core/daily-window.js';

const HOUR_MS = 3_600_000;

function offsetIn(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (time) => {
    const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  };
}

test.each([
  [
    'Europe/Berlin',
    '2026-01-01',
    [
      ['2026-03-29T01:00:00Z', 2],
      ['2026-10-25T01:00:00Z', 1],
    ],
  ],
  [
    'Australia/Lord_Howe',
    '2026-01-01',
    [
      ['2026-04-04T15:00:00Z', 10.5],
      ['2026-10-03T15:30:00Z', 11],
    ],
  ],
  ['Pacific/Apia', '2011-12-01', [['2011-12-30T10:00:00Z', 14]]],
  ['Asia/Tokyo', '2026-01-01', []],
] as const)('the changes of %s are found to the millisecond', (timeZone, day, changes) => {
  const start = Date.parse(`${day}T00:00:00Z`);
  const zone = zoneBetween(offsetIn(timeZone), start, start + (timeZone === 'Pacific/Apia' ? 60 : 360) * 24 * HOUR_MS);
  expect(zone.changes).toEqual(changes.map(([at, hours]) => ({ at: Date.parse(at), offsetMs: hours * HOUR_MS })));
});

test('what firstInside returns is inside, not before the time, and nothing before it is', () => {
  const start = Date.parse('2026-03-20T00:00:00Z');
  const zone = zoneBetween(offsetIn('Europe/Berlin'), start - 10 * 24 * HOUR_MS, start + 30 * 24 * HOUR_MS);
  const minute = fc.integer({ min: 0, max: 1439 });
  fc.assert(
    fc.property(minute, minute, fc.integer({ min: 0, max: 20 * 24 * 60 }), (fromMinutes, toMinutes, afterMinutes) => {
      fc.pre(fromMinutes !== toMinutes);
      const window = { fromMinutes, toMinutes };
      const time = start + afterMinutes * 60_000;
      const found = firstInside(window, zone, time);
      expect(found).toBeGreaterThanOrEqual(time);
      expect(spanAt(window, zone, found)).not.toBeNull();
      if (found > time) expect(spanAt(window, zone, found - 1)).toBeNull();
    }),
  );
});

test('a clock time is HH:MM and nothing else', () => {
  expect(['00:00', '09:05', '23:59'].map(parseClockTime)).toEqual([0, 545, 1439]);
  for (const given of ['24:00', '9:05', '09:60', '09:05:00', ' 09:05', '', 905, null, undefined]) expect(parseClockTime(given)).toBeNull();
  expect([0, 545, 1439].map(clockTime)).toEqual(['00:00', '09:05', '23:59']);
});
