import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { LIMITS, measureSizes, sizeFigures } from '../../bench/size.mjs';
import { inRoot } from '../../scripts/setup/paths.mjs';

type Sizes = Record<string, { first: number; page: number; worker: number; capacitorInWorker: boolean }>;

let sizes: Sizes;
beforeAll(async () => {
  sizes = (await measureSizes()) as Sizes;
}, 120_000);

test('F-P23: what an app loads stays within its limits with esbuild, Rolldown and webpack', () => {
  expect(Object.keys(sizes)).toEqual(['esbuild', 'Rolldown', 'webpack']);
  expect(sizeFigures(sizes).filter(({ ok }) => !ok)).toEqual([]);
});

test('F-P23: the figure of a page is that of the bundler with the largest', () => {
  const figures = sizeFigures(sizes).slice(0, 2);
  const [first, page] = (['first', 'page'] as const).map((key) => Math.max(...Object.values(sizes).map((size) => size[key])));
  expect(figures.map(({ value }) => value as number)).toEqual([first, page]);
});

test('F-P23: the limits are those that the documentation publishes', () => {
  const documented = readFileSync(inRoot('docs/figures.md'), 'utf8');
  for (const limit of Object.values(LIMITS))
    expect(documented).toMatch(new RegExp(`^\\| (?:page|service worker|inspector), .* \\| ${limit} kB`, 'm'));
});
