import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTask } from '../../../src/core/decode.js';
import { DUE, T0, claimBy, ownWakeAt } from './fixture.js';
import { SYNC, garbage, names, rubbish } from './garbage.js';
import { createIndexedDbFixture } from './indexeddb-fixture.js';

test('garbage in every table: no step throws, every good task runs, and nothing good is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(garbage, { maxLength: 8 }), fc.array(rubbish, { maxLength: 8 }), async (keyed, counted) => {
      const fixture = await createIndexedDbFixture();
      const ledger = fixture.open();
      for (const name of names) await ledger.register(name, SYNC, T0);
      for (const { table, value } of keyed) await fixture.plant(table, value);
      for (const [table, value, key] of counted) await fixture.plant(table, value, key);
      // What is by chance a good record, or one of a later version, is no garbage.
      const planted = keyed.filter(({ table }) => table === 'tasks').map(({ value }) => decodeTask(value).kind);
      const newer = keyed.some(
        ({ value }) => typeof value['version'] === 'number' && Number.isInteger(value['version']) && value['version'] > 1,
      );
      fc.pre(!newer);

      await ledger.health();
      await ledger.noteDefined([...names]);
      await ledger.task('sync', DUE);
      expect((await ledger.tasks(DUE)).length).toBeGreaterThanOrEqual(names.length);
      const { claimed } = await ledger.openAndClaim(ownWakeAt(DUE, names, 100));
      expect(claimed.map((run) => run.taskName).sort()).toEqual([...names].sort());
      for (const run of claimed) {
        const token = run.claim?.token ?? '';
        expect((await ledger.claim(run.taskName, claimBy('other', run, DUE))).claimed).toBe(false);
        const { accepted } = await ledger.finish(run.taskName, { taskId: run.id, token, outcome: 'success', error: null, now: DUE });
        expect(accepted).toBe(true);
      }
      const ours = (await ledger.settledRuns({ limit: 1000 })).filter((run) => claimed.some((one) => one.id === run.taskId));
      expect(ours.length).toBe(names.length);
      expect((await ledger.tasks(DUE)).filter((task) => names.includes(task.name as 'sync')).map((task) => task.anchorAt)).toEqual(
        names.map(() => DUE),
      );
      const corrupt = planted.filter((kind) => kind === 'corrupt').length;
      expect((await ledger.health()).setAside.length).toBeGreaterThanOrEqual(Math.min(1, corrupt));
      await fixture.end();
    }),
    { numRuns: process.env['LONG'] === '1' ? 3000 : 150 },
  );
}, 180_000);
