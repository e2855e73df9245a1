import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { browserClock } from '../../../src/web/shared/clock.js';
import { createLedger, openIndexedDbLedger } from '../../../src/web/ledger/index.js';
import { createMemoryStore } from '../../../src/web/ledger/memory-store.js';
import type { Ledger } from '../../../src/web/ledger/ledger.js';
import { MET, OPTIONS, T0, wakeAt } from './fixture.js';

const taskNames = ['a', 'b', '__proto__'] as const;
const MINUTE = 60_000;

type Step =
  | { readonly kind: 'register'; readonly name: string; readonly retries: number }
  | { readonly kind: 'unregister'; readonly name: string }
  | { readonly kind: 'unregister-all' }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'open' | 'own'; readonly test: boolean; readonly online: boolean; readonly ends: boolean }
  | { readonly kind: 'claim' | 'decline' | 'lose' | 'undefined' | 'name' | 'not-started'; readonly name: string }
  | { readonly kind: 'finish'; readonly name: string; readonly outcome: 'success' | 'failed' | 'expired' };

const name = fc.constantFrom(...taskNames);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('register' as const), name, retries: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unregister' as const), name }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unregister-all' as const }) },
  // Back as well: a clock that is set back is part of the model.
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 3 * MINUTE }), fc.integer({ min: -20 * MINUTE, max: 90 * MINUTE })),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('open' as const, 'own' as const),
      test: fc.boolean(),
      online: fc.boolean(),
      ends: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'claim' as const,
        'decline' as const,
        'lose' as const,
        'undefined' as const,
        'name' as const,
        'not-started' as const,
      ),
      name,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('finish' as const),
      name,
      outcome: fc.constantFrom('success' as const, 'failed' as const, 'expired' as const),
    }),
  },
);

/** Ids that count up: two ledgers that do the same answer the same. */
function counted(): { newId: () => string } {
  let id = 0;
  return { newId: () => `id-${++id}` };
}

/** Takes one step; answers with what the ledger said. */
async function take(ledger: Ledger, one: Step, now: number, ids: { newId: () => string }): Promise<unknown> {
  const runOf = async (taskName: string) => (await ledger.openRuns()).find((run) => run.taskName === taskName);
  switch (one.kind) {
    case 'register':
      return ledger.register(one.name, { ...OPTIONS, maximumRetries: one.retries }, now);
    case 'unregister':
      return ledger.unregister(one.name, now);
    case 'unregister-all':
      return ledger.unregisterAll(now);
    case 'pass':
      return null;
    case 'open':
    case 'own': {
      const wake = wakeAt(now, {
        trigger: one.test ? 'test' : 'timer',
        deadline: one.ends ? now + 150_000 : null,
        conditions: { ...MET, requiresNetwork: one.online },
        named: one.kind === 'open' ? [] : ['a', '__proto__'],
      });
      const claim = { runtimeId: 'w', runtime: 'service-worker', limit: 1, limitMs: 150_000 } as const;
      return one.kind === 'open' ? ledger.open(wake) : ledger.openAndClaim({ ...wake, claim });
    }
    case 'name':
      return ledger.noteDefined([one.name]);
    default: {
      const run = await runOf(one.name);
      if (run === undefined) return 'not open';
      if (one.kind === 'claim')
        return ledger.claim(one.name, { taskId: run.id, runtimeId: 'p', runtime: 'page', now, token: ids.newId(), limitMs: 600_000 });
      if (one.kind === 'decline') return ledger.decline(one.name, run.id, { runtimeId: 'p', reason: 'busy' });
      if (one.kind === 'finish')
        return ledger.finish(one.name, { taskId: run.id, token: run.claim?.token ?? '', outcome: one.outcome, error: null, now });
      return ledger.settle(run, one.kind === 'lose' ? 'lost' : one.kind, null, now);
    }
  }
}

let databases = 0;

test('IndexedDB and its memory twin answer alike, and keep what a ledger promises, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const [ids, twinIds] = [counted(), counted()];
      const database = `model-${++databases}`;
      const ledger = openIndexedDbLedger(ids, browserClock, database);
      const twin = createLedger(createMemoryStore(), twinIds);
      let now = T0;
      const settledIds = new Set<string>();
      for (const one of steps) {
        if (one.kind === 'pass') now += one.ms;
        const [answer, twins] = [await take(ledger, one, now, ids), await take(twin, one, now, twinIds)];
        expect(twins).toEqual(answer);

        const runs = await ledger.openRuns();
        const tasks = await ledger.tasks(now);
        const log = await ledger.settledRuns({ limit: 1000 });
        expect([await twin.openRuns(), await twin.tasks(now), await twin.settledRuns({ limit: 1000 })]).toEqual([runs, tasks, log]);
        expect(new Set(runs.map((run) => run.taskName)).size, 'at most one open run for a task').toBe(runs.length);
        for (const run of runs)
          expect(
            tasks.some((task) => task.name === run.taskName),
            'an open run has a task',
          ).toBe(true);
        for (const run of log) settledIds.add(run.taskId);
        expect(new Set(log.map((run) => run.taskId)).size, 'a run settles once').toBe(log.length);
        for (const run of runs) expect(settledIds.has(run.id), 'a settled run is never open again').toBe(false);
        for (const task of tasks) {
          expect(task.failedAttempts).toBeLessThanOrEqual(2);
          expect(task.interruptedAttempts).toBeLessThanOrEqual(3);
          expect(Math.max(task.registeredAt, task.anchorAt ?? 0, task.backoffFrom ?? 0, task.undefinedAt ?? 0)).toBeLessThanOrEqual(now);
        }
      }
      ledger.close();
    }),
    { numRuns: process.env['LONG'] === '1' ? 3000 : 200 },
  );
}, 120_000);
