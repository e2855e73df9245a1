import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { iosWeek } from './ios-weeks.js';

const FILE = 'contract/ios-weeks.json';
const weeks = Array.from({ length: 50 }, (_, index) => iosWeek(index + 1));

it('the fifty weeks that the Swift engine is held against are those of the model (UPDATE_WEEKS=1 writes them anew)', () => {
  const text = `[\n${weeks.map((week) => JSON.stringify(week)).join(',\n')}\n]\n`;
  if (process.env['UPDATE_WEEKS'] === '1') writeFileSync(FILE, text);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(weeks);
});

it('they try both kinds of launch, several tasks, retries, windows, and launches that find nothing', () => {
  const wakes = weeks.flatMap((week) => week.wakes);
  expect(wakes.filter(([, kind]) => kind === 'processing').length).toBeGreaterThan(100);
  expect(wakes.filter(([, , , , , runs]) => runs.length > 1).length).toBeGreaterThan(100);
  expect(wakes.filter(([, , , , , runs]) => runs.length === 0).length).toBeGreaterThan(100);
  expect(wakes.filter(([, , , , , runs]) => runs.some(([, succeeds]) => !succeeds)).length).toBeGreaterThan(100);
  expect(weeks.filter(({ tasks }) => tasks.some(({ options }) => options.window != null)).length).toBeGreaterThan(10);
});
