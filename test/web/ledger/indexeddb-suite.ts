import { holds, present, rejects, same } from './check.js';
import type { Define } from './check.js';
import { createLedger } from '../../../src/web/ledger/index.js';
import { DATABASE_VERSION } from '../../../src/web/ledger/indexeddb-connection.js';
import { openIndexedDbStore } from '../../../src/web/ledger/indexeddb-store.js';
import { newTask } from '../../../src/core/schedule.js';
import type { Ledger } from '../../../src/web/ledger/ledger.js';
import { browserClock } from '../../../src/web/shared/clock.js';
import { DUE, OPTIONS, T0, claimBy, itemRequest, newId, wakeAt } from './fixture.js';
import { asPromise, createIndexedDbFixture } from './indexeddb-fixture.js';
import type { IndexedDbFixture } from './indexeddb-fixture.js';

/** What only a database can do to its ledger. Runs in Node over fake-indexeddb and in real browsers. */
export function indexedDbSuite(test: Define): void {
  const check = (name: string, body: (fixture: IndexedDbFixture) => Promise<void>): void =>
    test(name, async () => {
      const fixture = await createIndexedDbFixture();
      await body(fixture).finally(() => fixture.end());
    });

  check('a deleted database is made anew by the next step', async (fixture) => {
    const ledger = fixture.open();
    await ledger.register('sync', OPTIONS, T0);
    await asPromise(indexedDB.deleteDatabase(fixture.name));
    same(await ledger.tasks(T0), []);
    same(await ledger.register('sync', OPTIONS, T0), 'created');
  });

  check('a step that is under way when the database is deleted ends, one way or the other', async (fixture) => {
    const ledger = fixture.open();
    await ledger.tasks(T0);
    const registering = ledger.register('sync', OPTIONS, T0);
    await asPromise(indexedDB.deleteDatabase(fixture.name));
    same(await registering, 'created');
  });

  check('after close the next step opens again', async (fixture) => {
    const ledger = fixture.open();
    await ledger.register('sync', OPTIONS, T0);
    ledger.close();
    same((await ledger.tasks(T0)).length, 1);
  });

  check('steps that are under way when the ledger is closed end', async (fixture) => {
    const ledger = fixture.open();
    await ledger.tasks(T0);
    const both = Promise.all([ledger.register('a', OPTIONS, T0), ledger.register('b', OPTIONS, T0)]);
    ledger.close();
    same(await both, ['created', 'created']);
  });

  check('an empty database that someone else made by opening the name is filled in', async (fixture) => {
    (await asPromise(indexedDB.open(fixture.name))).close();
    same(await fixture.open().register('sync', OPTIONS, T0), 'created');
  });

  check('a database of a later version is refused with its code and left alone', async (fixture) => {
    const newer = await asPromise(indexedDB.open(fixture.name, 999));
    newer.close();
    const ledger = fixture.open();
    await rejects(ledger.tasks(T0), 'STORAGE_NEWER');
    await rejects(ledger.register('sync', OPTIONS, T0), 'STORAGE_NEWER');
    await rejects(
      ledger.openAndClaim({ ...wakeAt(DUE), claim: { runtimeId: 'w', runtime: 'service-worker', limit: 4, limitMs: 1 } }),
      'STORAGE_NEWER',
    );
    same(await ledger.health(), { newer: true, isInUse: false, setAside: [] });
  });

  check('a later version that takes the database over is let through, and then refused', async (fixture) => {
    const ledger = fixture.open();
    await ledger.register('sync', OPTIONS, T0);
    const newer = await asPromise(indexedDB.open(fixture.name, 999));
    await rejects(ledger.tasks(T0), 'STORAGE_NEWER');
    newer.close();
  });

  check('a page that holds an older version and does not give way is reported, and forgotten once it has gone', async (fixture) => {
    const stubborn = await asPromise(indexedDB.open(fixture.name));
    const ledger = fixture.open();
    await rejects(ledger.tasks(T0), 'STORAGE_FAILED');
    stubborn.close();
    same(await ledger.register('sync', OPTIONS, T0), 'created');
  });

  check('a database without the tables is reported', async (fixture) => {
    const opening = indexedDB.open(fixture.name, DATABASE_VERSION);
    (await asPromise(opening)).close();
    await rejects(fixture.open().tasks(T0), 'STORAGE_FAILED');
  });

  check('a database of the version before keeps its records and gets the queue', async (fixture) => {
    const opening = indexedDB.open(fixture.name, 2);
    const keyPaths: Record<string, string | null> = { tasks: 'name', openRuns: 'taskName', log: null, setAside: null };
    opening.onupgradeneeded = () => {
      for (const [table, keyPath] of Object.entries(keyPaths)) opening.result.createObjectStore(table, { keyPath });
    };
    const database = await asPromise(opening);
    const transaction = database.transaction('tasks', 'readwrite');
    transaction.objectStore('tasks').put(newTask('sync', OPTIONS, T0));
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
    const ledger = fixture.open();
    same(
      (await ledger.tasks(T0)).map((task) => task.name),
      ['sync'],
    );
    same((await ledger.enqueue(itemRequest('send', 'a'), T0)).change, 'created');
  });

  check('a step that fails in its middle writes nothing', async (fixture) => {
    const ledger = fixture.open();
    await ledger.register('sync', OPTIONS, T0);
    const run = present((await ledger.open(wakeAt(DUE))).offerable[0]);
    const claim = claimBy('page', run, DUE);
    await ledger.claim('sync', claim);
    const before = [await fixture.rows('tasks'), await fixture.rows('openRuns'), await fixture.rows('log')];
    // A function cannot be stored: the log's write fails after the run was deleted.
    const error = { code: 'Error', message: 'x', hint: () => undefined } as unknown as { code: string; message: string };
    await rejects(ledger.finish('sync', { taskId: run.id, token: claim.token, outcome: 'failed', error, now: DUE }), 'STORAGE_FAILED');
    same([await fixture.rows('tasks'), await fixture.rows('openRuns'), await fixture.rows('log')], before);
    const finished = await ledger.finish('sync', { taskId: run.id, token: claim.token, outcome: 'success', error: null, now: DUE });
    holds(finished.accepted, 'it can be finished afterwards');
  });

  check('a thousand steps at once on two connections all end', async (fixture) => {
    const ledgers = [fixture.open(), fixture.open()];
    const steps = Array.from({ length: 1000 }, (_, index) => present(ledgers[index % 2]).register(`task-${index % 50}`, OPTIONS, T0));
    const changes = await Promise.all(steps);
    same(changes.filter((change) => change === 'created').length, 50);
  });

  check(
    'F-P09: a new database takes over what an earlier version kept for the whole origin, with runs, log and what was set aside',
    async (fixture) => {
      const former = fixture.open();
      await former.register('sync', OPTIONS, T0);
      await former.register('other', OPTIONS, T0);
      const run = present((await former.open(wakeAt(DUE, { named: ['sync'] }))).offerable[0]);
      const claim = claimBy('page', run, DUE);
      await former.claim(run.taskName, claim);
      await former.finish(run.taskName, { taskId: run.id, token: claim.token, outcome: 'success', error: null, now: DUE });
      await fixture.plant('tasks', { name: 'broken' });
      await former.health();
      const tables = ['tasks', 'openRuns', 'log', 'setAside'] as const;
      const before = await Promise.all(tables.map((table) => fixture.rows(table)));
      await withApps(fixture.name, async (one, two) => {
        const tasks = await one.tasks(DUE);
        same(
          tasks.map((task) => task.name),
          ['other', 'sync'],
        );
        same(tasks, before[0]);
        same(await one.openRuns(), before[1]);
        same(await one.settledRuns({ limit: 10 }), before[2]);
        same((await one.health()).setAside.length, 1);
        // The first app has taken it all; the second begins empty, and the old database is gone.
        same(await two.tasks(DUE), []);
        same(await former.tasks(DUE), []);
      });
    },
  );

  check('F-P09: two apps of one origin keep their ledgers apart', async (fixture) => {
    await withApps(fixture.name, async (one, two) => {
      await one.register('sync', OPTIONS, T0);
      same(await two.tasks(T0), []);
      same(await two.register('sync', OPTIONS, T0), 'created');
      await one.unregisterAll(T0);
      same((await two.tasks(T0)).length, 1);
    });
  });

  check('F-P09: two contexts that open a new database at once take the former one over once', async (fixture) => {
    await fixture.open().register('sync', OPTIONS, T0);
    await withApps(fixture.name, async (one, _two, again) => {
      const [first, second] = await Promise.all([one.tasks(T0), again.tasks(T0)]);
      same(first, second);
      same(first.length, 1);
    });
  });

  check('F-P09: where no former database is, none is made', async (fixture) => {
    await withApps(fixture.name, async (one) => {
      same(await one.tasks(T0), []);
      holds(!(await indexedDB.databases()).some(({ name }) => name === fixture.name), 'no former database');
    });
  });
}

/** The ledgers of two apps that may take the former database over, and a second connection to the first. */
async function withApps(former: string, body: (one: Ledger, two: Ledger, again: Ledger) => Promise<void>): Promise<void> {
  const names = [`${former}:/one/`, `${former}:/two/`, `${former}:/one/`] as const;
  const open = (name: string): Ledger => createLedger(openIndexedDbStore(name, browserClock, former), { newId });
  const [one, two, again] = [open(names[0]), open(names[1]), open(names[2])];
  try {
    await body(one, two, again);
  } finally {
    for (const ledger of [one, two, again]) ledger.close();
    for (const name of new Set(names)) await asPromise(indexedDB.deleteDatabase(name));
  }
}
