import { holds, present, rejects, same } from './check.js';
import type { Define } from './check.js';
import { DUE, HOUR, MINUTE, OPTIONS, T0, claimBy, wakeAt, withTasks } from './fixture.js';
import type { CreateFixture } from './fixture.js';

export function tasksSuite(test: Define, createFixture: CreateFixture): void {
  const check = (name: string, body: (fixture: Awaited<ReturnType<CreateFixture>>) => Promise<void>): void =>
    test(name, async () => {
      const fixture = await createFixture();
      await body(fixture).finally(() => fixture.end());
    });

  check('a task is registered once, the same options again touch nothing', async (fixture) => {
    const ledger = fixture.open();
    same(await ledger.register('sync', OPTIONS, T0), 'created');
    const before = await fixture.rows('tasks');
    same(await ledger.register('sync', { ...OPTIONS }, T0 + HOUR), 'unchanged');
    same(await fixture.rows('tasks'), before);
  });

  check('other options change the task in place: its anchor stays', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    same(await ledger.register('sync', { ...OPTIONS, minimumIntervalMs: HOUR }, T0 + MINUTE), 'updated');
    const task = present(await ledger.task('sync', T0 + MINUTE));
    same([task.registeredAt, task.options.minimumIntervalMs], [T0, HOUR]);
  });

  check('what one connection registers, another sees', async (fixture) => {
    await withTasks(fixture, 'sync');
    same(
      (await fixture.open().tasks(T0)).map((task) => task.name),
      ['sync'],
    );
  });

  check('tasks are sorted by name, and any name is a name', async (fixture) => {
    const names = ['constructor', '__proto__', 'b', 'B', 'a', '\u{1F600}', '\uFF5E', 'café', 'cafe\u0301'];
    const ledger = await withTasks(fixture, ...names);
    same(
      (await ledger.tasks(T0)).map((task) => task.name),
      [...names].sort(),
    );
    for (const name of names) same(present(await ledger.task(name, T0)).name, name);
    same(await ledger.task('toString', T0), null);
  });

  check('the 101st task is refused and stores nothing, a known one is not', async (fixture) => {
    const ledger = fixture.open();
    for (let index = 0; index < 100; index += 1) await ledger.register(`task-${index}`, OPTIONS, T0);
    await rejects(ledger.register('one-more', OPTIONS, T0), 'TOO_MANY_TASKS');
    same((await fixture.rows('tasks')).length, 100);
    same(await ledger.register('task-7', { ...OPTIONS, maximumRetries: 1 }, T0), 'updated');
    await ledger.unregister('task-0', T0);
    same(await ledger.register('one-more', OPTIONS, T0), 'created');
  });

  check('two connections that register at once end with one record each', async (fixture) => {
    const [one, two] = [fixture.open(), fixture.open()];
    const changes = await Promise.all([one, two, one, two].map((ledger) => ledger.register('sync', OPTIONS, T0)));
    same([...changes].sort(), ['created', 'unchanged', 'unchanged', 'unchanged']);
    same((await fixture.rows('tasks')).length, 1);
  });

  check('unregistering settles the open run as cancelled and keeps the log', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.open(wakeAt(DUE))).offerable[0]);
    const request = claimBy('page', run, DUE);
    await ledger.claim('sync', request);
    const answer = await ledger.unregister('sync', DUE + 10);
    same([answer.run?.claim?.token, answer.settled?.outcome, answer.settled?.settledAt], [request.token, 'cancelled', DUE + 10]);
    same([await ledger.tasks(DUE), await ledger.openRuns()], [[], []]);
    same(
      (await ledger.settledRuns({ limit: 9 })).map((one) => one.outcome),
      ['cancelled'],
    );
    const late = await ledger.finish('sync', { taskId: run.id, token: request.token, outcome: 'success', error: null, now: DUE + 20 });
    same(late, { accepted: false, settled: null, vacated: true });
    same(await fixture.rows('openRuns'), []);
  });

  check('unregistering an unknown name does nothing', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    same(await ledger.unregister('other', T0), { task: null, run: null, settled: null });
    same((await ledger.tasks(T0)).length, 1);
    same(await fixture.rows('log'), []);
  });

  check('unregistering all leaves nothing behind', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b');
    await fixture.plant('tasks', { name: 'garbage' });
    await fixture.plant('openRuns', { taskName: 'newer', version: 3 });
    await fixture.plant('setAside', { key: 'tasks/x', reason: 'name' }, 1);
    const opened = await ledger.open(wakeAt(DUE));
    same(opened.offerable, [], 'a wake beside a newer record');
    const { runs, settled } = await ledger.unregisterAll(DUE);
    same([runs, settled], [[], []]);
    for (const table of ['tasks', 'openRuns', 'log', 'setAside'] as const) same(await fixture.rows(table), [], table);
  });

  check('unregistering all answers with the runs that were open', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b');
    await ledger.open(wakeAt(DUE));
    const { runs, settled } = await ledger.unregisterAll(DUE + 5);
    same(
      runs.map((run) => run.taskName),
      ['a', 'b'],
    );
    same(
      settled.map((run) => run.outcome),
      ['cancelled', 'cancelled'],
    );
    holds(
      settled.every((run, index) => run.taskId === runs[index]?.id),
      'each settled run belongs to its open one',
    );
    same(await fixture.rows('log'), []);
  });
}
