import type { OpenRun } from '../../../src/core/records.js';
import type { ClaimedRun } from '../../../src/core/run-transitions.js';
import type { Ledger } from '../../../src/web/ledger/ledger.js';
import { present, same } from './check.js';
import type { Define } from './check.js';
import { DUE, OPTIONS, T0, claimBy, itemRequest, wakeAt, withTasks } from './fixture.js';
import type { CreateFixture, Fixture } from './fixture.js';

/** The place of a cancelled run, while its holder has not returned. */
export function vacatingSuite(test: Define, createFixture: CreateFixture): void {
  const check = (name: string, body: (fixture: Fixture) => Promise<void>): void =>
    test(name, async () => {
      const fixture = await createFixture();
      await body(fixture).finally(() => fixture.end());
    });

  const claimed = async (ledger: Ledger): Promise<ClaimedRun> => {
    const run = present((await ledger.open(wakeAt(DUE))).offerable[0]);
    const step = await ledger.claim(run.taskName, claimBy('page', run, DUE));
    if (!step.claimed) throw new Error('The run was not claimed.');
    return step.run;
  };

  check(
    'the place of an unregistered run is kept until its holder has returned: a new registration opens nothing beside it',
    async (fixture) => {
      const ledger = await withTasks(fixture, 'sync');
      const { id: taskId, claim } = await claimed(ledger);
      const { run } = await ledger.unregister('sync', DUE);
      same(run?.cut, { reason: 'unregistered', settlesAt: DUE + 2000 });
      await ledger.register('sync', { ...OPTIONS, initialDelayMs: 0 }, DUE + 1);
      const beside = await ledger.open(wakeAt(DUE + 1));
      same([beside.offerable, beside.settled, beside.held.map((one) => one.id)], [[], [], [taskId]]);
      same(
        [await ledger.unregister('other', DUE), (await ledger.unregister('sync', DUE + 1)).run],
        [{ task: null, run: null, settled: null }, null],
      );
      await ledger.storeProgress({ taskId, taskName: 'sync', token: claim.token, progress: '1' });
      same(
        (await fixture.rows('openRuns')).map((row) => (row as OpenRun).progress),
        [null],
      );
      await ledger.register('sync', { ...OPTIONS, initialDelayMs: 0 }, DUE + 1);
      await ledger.finish('sync', { taskId, token: claim.token, outcome: 'expired', error: null, now: DUE + 2 });
      same((await ledger.open(wakeAt(DUE + 2))).offerable.length, 1);
      same((await ledger.settledRuns({ limit: 9 })).length, 1, 'it was logged once');
    },
  );

  check('the place of an unregistered run is free when its holder has died or its grace is over', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b');
    for (const [name, isAlive, now] of [
      ['a', false, DUE + 1],
      ['b', true, DUE + 2001],
    ] as const) {
      await claimed(ledger);
      const left = (await ledger.unregister(name, DUE)).run as ClaimedRun;
      same((await ledger.sweep(left, DUE + 1, { isAlive: true, isTimeOver: false })).kind, 'left');
      same((await ledger.sweep(left, now, { isAlive, isTimeOver: false })).kind, 'gone');
      same(
        (await fixture.rows('openRuns')).some((row) => (row as OpenRun).taskName === name),
        false,
      );
    }
  });

  check('logging out leaves of a run that goes on nothing but its place', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const { id, taskName, claim } = await claimed(ledger);
    await ledger.storeProgress({ taskId: id, taskName, token: claim.token, progress: '"secret"' });
    await ledger.unregisterAll(DUE);
    const rows = async (): Promise<OpenRun[]> => (await fixture.rows('openRuns')) as OpenRun[];
    same(
      (await rows()).map((row) => [row.id, row.cut?.reason, row.item, row.progress]),
      [[id, 'unregistered', null, null]],
    );
    same(await ledger.unregisterAll(DUE), { tasks: [], runs: [], settled: [] });
    same(
      (await rows()).map((row) => [row.id, row.cut?.settlesAt]),
      [[id, DUE + 2000]],
    );
  });

  check('the next item of a task waits until the holder of the cancelled one has returned', async (fixture) => {
    const ledger = fixture.open();
    await ledger.enqueue(itemRequest('send', 'a', { data: '"secret"' }), T0);
    const run = present((await ledger.open(wakeAt(T0))).offerable[0]);
    const request = claimBy('page', run, T0);
    await ledger.claim('send', request);
    const { run: left } = await ledger.cancel('send', 'a', T0);
    same([left?.cut?.reason, left?.item], ['cancelled', null]);
    same([await ledger.openRuns(), (await ledger.settledRuns({ limit: 9 })).length], [[], 1]);
    await ledger.enqueue(itemRequest('send', 'b'), T0);
    same((await ledger.open(wakeAt(T0))).offerable, []);
    await ledger.finish('send', { taskId: run.id, token: request.token, outcome: 'expired', error: null, now: T0 });
    same([(await ledger.open(wakeAt(T0))).offerable.map((one) => one.item?.id), (await fixture.rows('log')).length], [['b'], 1]);
  });
}
