import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { androidWeek } from './android-weeks.js';

const FILE = 'contract/android-weeks.json';
const weeks = Array.from({ length: 50 }, (_, index) => androidWeek(index + 1));

it('the fifty weeks that WorkManager is held against are those of the model (UPDATE_WEEKS=1 writes them anew)', () => {
  const text = `[\n${weeks.map((week) => JSON.stringify(week)).join(',\n')}\n]\n`;
  if (process.env['UPDATE_WEEKS'] === '1') writeFileSync(FILE, text);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(weeks);
});

it('they try every kind of wait, and no script has more than 200 wakes', () => {
  expect(Math.max(...weeks.map(({ runs }) => runs.length))).toBeLessThanOrEqual(200);
  expect(weeks.filter(({ requiresCharging, runs }) => requiresCharging && runs.length > 3).length).toBeGreaterThan(10);
  expect(weeks.filter(({ maximumRetries, runs }) => maximumRetries > 0 && runs.some(([, succeeds]) => !succeeds)).length).toBeGreaterThan(
    10,
  );
});
