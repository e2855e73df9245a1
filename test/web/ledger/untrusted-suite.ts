import { newTask } from '../../../src/core/schedule.js';
import { holds, present, rejects, same } from './check.js';
import type { Define } from './check.js';
import { DUE, OPTIONS, T0, claimBy, ownWakeAt, wakeAt, withTasks } from './fixture.js';
import type { CreateFixture } from './fixture.js';

const NEWER_TASK = { version: 3, name: 'from-the-future', shape: ['unknown'] };

export function untrustedSuite(test: Define, createFixture: CreateFixture): void {
  const check = (name: string, body: (fixture: Awaited<ReturnType<CreateFixture>>) => Promise<void>): void =>
    test(name, async () => {
      const fixture = await createFixture();
      await body(fixture).finally(() => fixture.end());
    });

  check('a corrupt task is set aside and reported, the others run, and it can be registered again', async (fixture) => {
    const ledger = await withTasks(fixture, 'good');
    const raw = { ...newTask('bad', OPTIONS, T0), registeredAt: 'yesterday' };
    await fixture.plant('tasks', raw);
    same(
      (await ledger.tasks(DUE)).map((task) => task.name),
      ['good'],
    );
    same(
      (await ledger.open(wakeAt(DUE))).offerable.map((run) => run.taskName),
      ['good'],
    );
    same(await ledger.health(), { newer: false, isInUse: true, setAside: [{ key: 'tasks/bad', reason: 'registeredAt' }] });
    same(await fixture.rows('setAside'), [{ key: 'tasks/bad', reason: 'registeredAt', value: raw }]);
    same(await ledger.register('bad', OPTIONS, T0), 'created');
  });

  check(
    'F-P16: an open run of a registration that is gone is cancelled by the next wake, and a new registration does not join it',
    async (fixture) => {
      const ledger = await withTasks(fixture, 'a', 'b');
      const opened = (await ledger.open(wakeAt(DUE))).offerable;
      same(opened.length, 2);
      for (const name of ['a', 'b']) await fixture.plant('tasks', { name, version: 1 });
      // Sets both corrupt records aside; only one of the tasks comes back.
      await ledger.register('b', OPTIONS, DUE + 1);
      const wake = await ledger.open(wakeAt(DUE + 2));
      same(wake.settled.map((run) => [run.taskName, run.outcome]).sort(), [
        ['a', 'cancelled'],
        ['b', 'cancelled'],
      ]);
      same(await ledger.openRuns(), []);
      same(
        (await ledger.tasks(DUE + 2)).map((task) => [task.name, task.lastRun]),
        [['b', null]],
      );
    },
  );

  check('corrupt records are reported even when no wake ever comes', async (fixture) => {
    const ledger = fixture.open();
    await fixture.plant('tasks', { name: 'bad' });
    same((await ledger.health()).setAside, [{ key: 'tasks/bad', reason: 'version' }]);
    same(await fixture.rows('tasks'), []);
  });

  check('registering over a corrupt record sets it aside first', async (fixture) => {
    const ledger = fixture.open();
    await fixture.plant('tasks', { name: 'bad', version: 1 });
    same(await ledger.register('bad', OPTIONS, T0), 'created');
    same((await ledger.health()).setAside, [{ key: 'tasks/bad', reason: 'options' }]);
    same((await ledger.tasks(T0)).length, 1);
  });

  check('a corrupt open run is set aside, and its task runs in the same wake', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    await fixture.plant('openRuns', { version: 1, taskName: 'sync', id: 7 });
    same(await ledger.claim('sync', { ...claimBy('page', { id: '7' } as never, DUE) }), { claimed: false, reason: 'unknown' });
    same((await ledger.openAndClaim(ownWakeAt(DUE, ['sync']))).claimed.length, 1);
    same((await ledger.health()).setAside, [{ key: 'openRuns/sync', reason: 'id' }]);
  });

  check('an open run whose task is gone is settled as cancelled', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    await ledger.open(wakeAt(DUE));
    await fixture.plant('tasks', { name: 'sync', version: 1 });
    const wake = await ledger.open(wakeAt(DUE));
    same([wake.offerable.length, wake.settled.map((run) => run.outcome)], [0, ['cancelled']]);
  });

  check('a task of a later version is left untouched, and nothing is opened or claimed beside it', async (fixture) => {
    const ledger = await withTasks(fixture, 'old');
    await fixture.plant('tasks', NEWER_TASK);
    const none = { newer: true, offerable: [], held: [], settled: [], claimed: [], data: new Map() };
    same(await ledger.openAndClaim(ownWakeAt(DUE, ['old', NEWER_TASK.name])), none);
    same((await ledger.health()).newer, true);
    await rejects(ledger.register(NEWER_TASK.name, OPTIONS, T0), 'STORAGE_NEWER');
    same(
      (await ledger.tasks(DUE)).map((task) => task.name),
      ['old'],
    );
    same(await ledger.task(NEWER_TASK.name, DUE), null);
    await ledger.noteDefined([NEWER_TASK.name]);
    same((await fixture.rows('tasks'))[0], NEWER_TASK);
    same(await ledger.openRuns(), []);
  });

  check('a run of a later version is refused and left untouched', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const raw = { version: 3, taskName: 'sync', id: 'run-1' };
    await fixture.plant('openRuns', raw);
    same(await ledger.claim('sync', claimBy('page', { id: 'run-1' } as never, DUE)), { claimed: false, reason: 'newer' });
    const finish = { taskId: 'run-1', token: 't', outcome: 'success', error: null, now: DUE } as const;
    same(await ledger.finish('sync', finish), { accepted: false, settled: null, vacated: false });
    same(await ledger.settle({ id: 'run-1', taskName: 'sync', claim: null } as never, 'lost', null, DUE), null);
    same(await ledger.decline('sync', 'run-1', { runtimeId: 'r', reason: 'busy' }), null);
    same((await ledger.open(wakeAt(DUE))).offerable, []);
    same(await fixture.rows('openRuns'), [raw]);
  });

  check("unregistering is the user's word: it removes a record of a later version too", async (fixture) => {
    const ledger = await withTasks(fixture, 'old');
    await fixture.plant('tasks', NEWER_TASK);
    await ledger.unregister(NEWER_TASK.name, DUE);
    same((await ledger.health()).newer, false);
    same((await ledger.open(wakeAt(DUE))).offerable.length, 1);
  });

  check('garbage in the log is skipped and stops no settling', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    for (const [key, value] of [
      [2 ** 53, 'last'],
      ['text', {}],
      [-5, null],
      [1.5, { taskId: 1 }],
      [[1], []],
    ] as const) {
      await fixture.plant('log', value, key as IDBValidKey);
    }
    for (let index = 0; index < 3; index += 1) {
      const run = present((await ledger.open(wakeAt(DUE + index, { trigger: 'test' }))).offerable[0]);
      holds((await ledger.settle(run, 'not-started', null, DUE + index)) !== null, 'it settles');
    }
    same(
      (await ledger.settledRuns({ limit: 9 })).map((run) => run.settledAt - DUE),
      [2, 1, 0],
    );
  });

  check('what was set aside is bounded, and read as untrusted too', async (fixture) => {
    const ledger = fixture.open();
    for (const value of [null, 'text', { key: 5 }]) await fixture.plant('setAside', value, newKey());
    same((await ledger.health()).setAside, [
      { key: '?', reason: '?' },
      { key: '?', reason: '?' },
      { key: '?', reason: '?' },
    ]);
    for (let index = 0; index < 40; index += 1) await fixture.plant('tasks', { name: `bad-${index}` });
    const { setAside } = await ledger.health();
    same(setAside.length, 20);
    same(await fixture.rows('tasks'), []);
  });
}

let keys = 0;
const newKey = (): number => ++keys;
