import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './kill-oracle.ts';
import { KillSeries } from './kill-series.ts';
import type { Target } from './kill-notes.ts';
import type { Case, Point, Runner } from './kill-series.ts';

const SEED = Number(process.env['SEED'] ?? 20_261);
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? (process.env['LONG'] === '1' ? 11 : 1));
const TARGETS: readonly Target[] = ['task', 'item'];
/** For a scene, and for the same once more. */
const LIMIT_MS = 120_000;

// In a worker opening and claiming are one transaction: "opened" and "offered" are points of their own only in a page.
const PLACES: readonly (readonly [Runner, readonly Point[]])[] = [
  ['page', ['opening', 'opened', 'offered', 'claimed', 'callback', 'finishing', 'finished']],
  ['worker', ['opening', 'claimed', 'callback', 'finishing', 'finished']],
  ['page-for-worker', ['opened', 'offered', 'claimed', 'callback', 'finishing', 'finished']],
  ['worker-after-page', ['opening', 'claimed']],
  // Before the step is stored nothing was promised.
  ['enqueuing-page', ['claimed', 'callback']],
];

/** Mulberry32: the order of a series is its seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function cases(): Case[] {
  const next = random(SEED);
  const list: { readonly order: number; readonly one: Case }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [runner, points] of PLACES) {
      for (const point of points) {
        for (const target of runner === 'enqueuing-page' ? (['item'] as const) : TARGETS) {
          const kill = next() < 0.5 ? 'browser' : 'context';
          const one: Case = { runner, target, point, kill, company: runner === 'page' && next() < 0.5 };
          list.push({ order: round + next(), one });
        }
      }
    }
  }
  return list.sort((a, b) => a.order - b.order).map(({ one }) => one);
}

describe(`a series of kills (seed ${SEED})`, () => {
  let series: KillSeries;
  beforeAll(async () => {
    series = await KillSeries.start();
  });
  afterAll(async () => {
    await series.stop();
  });

  test.each(cases())(
    '$kill killed while the $runner is at "$point" with the $target (another tab: $company): the note arrives',
    async (one) => {
      await series.play(one);
    },
    LIMIT_MS,
  );

  test('the browser drops the storage of an origin in hardly any scene', () => {
    const scenes = cases().length;
    console.log(`figure the browser dropped the whole storage of the origin in ${series.dropped.length} of ${scenes} scenes`);
    expect(series.dropped.length).toBeLessThanOrEqual(Math.ceil(scenes / 100));
  });

  test('at the end every note is on the server, by the task and by its item', () => {
    expect(series.kills.length).toBeGreaterThanOrEqual(series.notes.length);
    expect(series.notes.filter((note) => !series.arrived(note))).toEqual([]);
  });

  test('no two live claims overlapped, and no living holder was called dead', () => {
    const points = series.site.got('/point');
    for (const name of ['sync-notes', 'send-note']) {
      const ofTask = points.filter(({ body }) => body['taskName'] === name);
      expect(ofTask.filter(({ body }) => body['point'] === 'claimed').length).toBeGreaterThanOrEqual(series.notes.length);
      expect(violations(ofTask, series.kills)).toEqual([]);
    }
  });
});
