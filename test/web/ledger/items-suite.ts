import { present, rejects, same } from './check.js';
import type { Define } from './check.js';
import { DUE, HOUR, MET, MINUTE, OPTIONS, T0, claimBy, itemRequest, newId, ownWakeAt, wakeAt, withTasks } from './fixture.js';
import type { CreateFixture, Fixture } from './fixture.js';
import { NO_CONSTRAINTS } from '../../support/task-options.js';
import type { Ledger } from '../../../src/web/ledger/ledger.js';
import type { OpenRun } from '../../../src/core/records.js';
import type { BackgroundTaskOutcome } from '../../../src/definitions.js';

const SECOND = 1000;
const DAY = 24 * HOUR;

/** The queue of items, wherever it is stored. */
export function itemsSuite(test: Define, createFixture: CreateFixture): void {
  const check = (name: string, body: (fixture: Fixture, ledger: Ledger) => Promise<void>): void =>
    test(name, async () => {
      const fixture = await createFixture();
      await body(fixture, fixture.open()).finally(() => fixture.end());
    });

  const idsOf = async (ledger: Ledger, taskName?: string): Promise<string[]> =>
    (await ledger.items({ taskName, limit: 5000 })).map(({ item }) => item.id);
  const opened = async (ledger: Ledger, now: number, change: Parameters<typeof wakeAt>[1] = {}): Promise<OpenRun[]> => [
    ...(await ledger.open(wakeAt(now, change))).offerable,
  ];
  const openIds = async (ledger: Ledger, now: number, change: Parameters<typeof wakeAt>[1] = {}): Promise<(string | undefined)[]> =>
    (await opened(ledger, now, change)).map((run) => run.item?.id);
  /** Opens and claims the run that is due, and ends it so. */
  const runOnce = async (ledger: Ledger, now: number, outcome: BackgroundTaskOutcome) => {
    const run = present((await opened(ledger, now))[0]);
    const claim = await ledger.claim(run.taskName, claimBy('page', run, now));
    if (!claim.claimed) throw new Error('not claimed');
    return present(await ledger.settle(claim.run, outcome, null, now));
  };

  check('an item is opened, claimed with its data, and gone when it has succeeded', async (fixture, ledger) => {
    same((await ledger.enqueue(itemRequest('send', 'note-1', { data: '{"text":"hello"}' }), T0)).change, 'created');
    const run = present((await opened(ledger, T0))[0]);
    same([run.version, run.taskName, run.item], [2, 'send', { sequence: 1, id: 'note-1' }]);
    const request = claimBy('page', run, T0);
    const claim = await ledger.claim('send', request);
    same(claim.claimed && claim.data, '{"text":"hello"}');
    same((await ledger.items({ limit: 9 }))[0]?.running, true);
    const { settled } = await ledger.finish('send', {
      taskId: run.id,
      token: request.token,
      outcome: 'success',
      error: null,
      progress: '5',
      now: T0 + SECOND,
    });
    same([settled?.enqueuedId, settled?.final, settled?.progress], ['note-1', true, '5']);
    same([await fixture.rows('items'), await fixture.rows('openRuns'), await ledger.tasks(T0)], [[], [], []]);
  });

  check('a wake that claims for its own runtime gets the data in the same step', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a', { data: '[1]' }), T0);
    const { claimed, data } = await ledger.openAndClaim(ownWakeAt(T0, ['send']));
    same([claimed.map((run) => run.item?.id), [...data.values()]], [['a'], ['[1]']]);
  });

  check('a second edit replaces the first; while one runs the next waits, and the third takes its place', async (_, ledger) => {
    const edit = async (data: string) => (await ledger.enqueue(itemRequest('send', 'note', { data }), T0)).change;
    same([await edit('1'), await edit('2')], ['created', 'replaced']);
    same(
      (await ledger.items({ limit: 9 })).map(({ item }) => item.data),
      ['2'],
    );
    const run = present((await opened(ledger, T0))[0]);
    await ledger.claim('send', claimBy('page', run, T0));
    same([await edit('3'), await edit('4')], ['replaced', 'replaced']);
    same(
      (await ledger.items({ limit: 9 })).map(({ item, running }) => [item.data, running]),
      [
        ['2', true],
        ['4', false],
      ],
    );
    same(await openIds(ledger, T0), [], 'a task never overlaps itself');
    const held = present((await ledger.openRuns())[0]);
    const settled = present(await ledger.settle(held, 'failed', null, T0 + SECOND));
    same(settled.final, true, 'the replaced one is not retried');
    same(
      (await ledger.items({ limit: 9 })).map(({ item }) => item.data),
      ['4'],
    );
  });

  check('keep leaves a waiting and a running one as they are', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'note', { data: '1' }), T0);
    same((await ledger.enqueue(itemRequest('send', 'note', { data: '2', existing: 'keep' }), T0)).change, 'kept');
    await opened(ledger, T0);
    same((await ledger.enqueue(itemRequest('send', 'note', { data: '3', existing: 'keep' }), T0)).change, 'kept');
    same(
      (await ledger.items({ limit: 9 })).map(({ item }) => item.data),
      ['1'],
    );
  });

  check('the 1,001st item is refused and stores nothing; one that replaces is taken', async (_, ledger) => {
    for (let index = 0; index < 1000; index++) await ledger.enqueue(itemRequest('send', `note-${index}`), T0);
    await rejects(ledger.enqueue(itemRequest('send', 'one-more'), T0), 'QUEUE_FULL');
    same((await idsOf(ledger)).length, 1000);
    same((await ledger.enqueue(itemRequest('send', 'note-7'), T0)).change, 'replaced');
    await ledger.cancel('send', 'note-0', T0);
    same((await ledger.enqueue(itemRequest('send', 'one-more'), T0)).change, 'created');
  });

  check(
    'items of a task come one after another, longest eligible first; one that backs off or waits for its conditions holds up none',
    async (_, ledger) => {
      await ledger.enqueue(itemRequest('send', 'later', { initialDelayMs: 10 * MINUTE }), T0);
      await ledger.enqueue(itemRequest('send', 'charging', { constraints: { ...NO_CONSTRAINTS, requiresCharging: true } }), T0);
      await ledger.enqueue(itemRequest('send', 'first'), T0);
      await ledger.enqueue(itemRequest('send', 'second'), T0 + 1);
      await ledger.enqueue(itemRequest('upload', 'other'), T0 + 2);
      const conditions = { ...MET, requiresCharging: false };
      same(await openIds(ledger, T0 + 5, { conditions }), ['first', 'other']);
      const [first] = await ledger.openRuns();
      await ledger.settle(present(first), 'not-started', null, T0 + 5);
      same(await openIds(ledger, T0 + 5, { conditions }), ['second', 'other']);
    },
  );

  check('a failed item comes again after 30 s, then after 60, and is gone with its last retry', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a', { maximumRetries: 2 }), T0);
    same([(await runOnce(ledger, T0, 'failed')).final, await openIds(ledger, T0 + 29 * SECOND)], [false, []]);
    same((await runOnce(ledger, T0 + 30 * SECOND, 'failed')).attempt, 2);
    same(await openIds(ledger, T0 + 89 * SECOND), []);
    const last = await runOnce(ledger, T0 + 90 * SECOND, 'failed');
    same([last.attempt, last.final, await idsOf(ledger)], [3, true, []]);
  });

  check('undefined waits for a runtime that names the task, else a day, and ends after 30 days', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a'), T0);
    await runOnce(ledger, T0, 'undefined');
    same(await openIds(ledger, T0 + DAY - 1), []);
    await ledger.noteDefined(['other']);
    same(await openIds(ledger, T0 + HOUR), []);
    await ledger.noteDefined(['send']);
    same((await runOnce(ledger, T0 + HOUR, 'undefined')).final, false);
    same(await openIds(ledger, T0 + 2 * HOUR, { named: ['send'] }), ['a'], 'a wake of a runtime that names it');
    await ledger.settle(present((await ledger.openRuns())[0]), 'undefined', null, T0 + 2 * HOUR);
    same((await runOnce(ledger, T0 + 2 * HOUR + 30 * DAY, 'undefined')).final, true);
    same(await idsOf(ledger), []);
  });

  check('a registration and an item of one task never overlap, and the unregistered task keeps its items', async (fixture, ledger) => {
    await withTasks(fixture, 'sync');
    await ledger.enqueue(itemRequest('sync', 'a'), DUE);
    const [run] = await opened(ledger, DUE);
    same([present(run).item ?? null, (await ledger.openRuns()).length], [null, 1], 'the registration is due for longer or as long');
    await ledger.settle(present(run), 'success', null, DUE);
    same(await openIds(ledger, DUE), ['a']);
    const { settled } = await ledger.unregister('sync', DUE);
    same([settled, (await ledger.openRuns()).length, await idsOf(ledger)], [null, 1, ['a']]);
    same(present((await ledger.open(wakeAt(DUE + 1))).offerable[0]).item?.id, 'a', 'its run does not need the registration');
  });

  check('cancelling takes waiting and running ones, of one id or of the whole task, and of no other task', async (_, ledger) => {
    for (const id of ['a', 'b', 'c']) await ledger.enqueue(itemRequest('send', id), T0);
    await ledger.enqueue(itemRequest('upload', 'a'), T0);
    const run = present((await opened(ledger, T0))[0]);
    same(await ledger.cancel('send', 'b', T0), { run: null, settled: null });
    const { settled } = await ledger.cancel('send', 'a', T0);
    same([settled?.taskId, settled?.outcome, settled?.final], [run.id, 'cancelled', true]);
    same(await idsOf(ledger), ['c', 'a']);
    await ledger.cancel('send', null, T0);
    same([await idsOf(ledger), await ledger.cancel('nothing', null, T0)], [['a'], { run: null, settled: null }]);
  });

  check('logging out takes items and their runs', async (fixture, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a'), T0);
    await ledger.enqueue(itemRequest('send', 'b'), T0);
    await opened(ledger, T0);
    const { settled } = await ledger.unregisterAll(T0);
    same(
      settled.map((run) => [run.enqueuedId, run.outcome, run.final]),
      [['a', 'cancelled', true]],
    );
    same([await fixture.rows('items'), await fixture.rows('openRuns'), await fixture.rows('log')], [[], [], []]);
  });

  check('a clock set back: delays keep their length', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a', { initialDelayMs: MINUTE }), T0);
    same(await openIds(ledger, T0 - DAY), []);
    same(await openIds(ledger, T0 - DAY + MINUTE), ['a']);
  });

  check('a corrupt item is set aside and holds up none; one of a later version stops the wake', async (fixture, ledger) => {
    await ledger.enqueue(itemRequest('send', 'good'), T0);
    const [row] = (await fixture.rows('items')) as Record<string, unknown>[];
    await fixture.plant('items', { ...row, sequence: 50, id: 'bad', eligibleAt: T0 - 5, attempts: 'many' });
    same(await openIds(ledger, T0), ['good']);
    same((await ledger.health()).setAside, [{ key: 'items/50', reason: 'attempts' }]);
    await fixture.plant('items', { ...row, sequence: 51, version: 3, taskName: 'later' });
    same((await ledger.open(wakeAt(T0))).newer, true);
  });

  check('a run whose item is gone is cancelled by the next wake', async (fixture, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a'), T0);
    const run = present((await opened(ledger, T0))[0]);
    await fixture.plant('openRuns', { ...run, item: { sequence: 99, id: 'gone' } });
    const wake = await ledger.open(wakeAt(T0 + 1));
    same(
      wake.settled.map((one) => [one.outcome, one.enqueuedId, one.final]),
      [['cancelled', 'gone', true]],
    );
    same(
      wake.offerable.map((one) => one.item?.id),
      ['a'],
    );
  });

  check('a test of an item ignores time and constraints, and settles it as any run does', async (_, ledger) => {
    await ledger.register('sync', OPTIONS, T0);
    await ledger.enqueue(itemRequest('send', 'a', { initialDelayMs: DAY }), T0);
    const test = (enqueuedId: string | null, taskName = 'send') =>
      openIds(ledger, T0, { trigger: 'test', conditions: { requiresNetwork: false }, only: { taskName, enqueuedId } });
    same([await test('none'), await test(null)], [[], []]);
    same(await test('a'), ['a']);
    const run = present((await ledger.openRuns())[0]);
    same([run.test, present(await ledger.settle(run, 'success', null, T0)).final, await idsOf(ledger)], [true, true, []]);
    same(
      (await opened(ledger, T0, { trigger: 'test', only: { taskName: 'sync', enqueuedId: null } })).map((one) => one.taskName),
      ['sync'],
    );
  });

  check('a wake with little time left opens no item', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a'), T0);
    same(await openIds(ledger, T0, { isShort: true }), []);
    same(await openIds(ledger, T0), ['a']);
    same(await openIds(ledger, T0, { isShort: true }), [], 'nor does it offer one that was opened before');
  });

  check('two connections that enqueue and open at once keep one record and one run', async (fixture, one) => {
    const two = fixture.open();
    await Promise.all(
      [one, two, one, two].map((ledger) => ledger.enqueue(itemRequest('send', 'a', { data: JSON.stringify(newId()) }), T0)),
    );
    await Promise.all([one, two].map((ledger) => ledger.open(wakeAt(T0))));
    same([(await fixture.rows('items')).length, (await one.openRuns()).length], [1, 1]);
  });

  check('heads of the queue: the first of each task and set of constraints, without reading its data', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'b'), T0 + 5);
    await ledger.enqueue(itemRequest('send', 'a'), T0);
    await ledger.enqueue(itemRequest('send', 'c', { constraints: NO_CONSTRAINTS }), T0 + 7);
    await ledger.enqueue(itemRequest('upload', 'd'), T0 + 9);
    same(
      (await ledger.queueHeads(T0 + 10)).map(({ taskName, set, eligibleAt }) => [taskName, set, eligibleAt - T0]),
      [
        ['send', 0, 7],
        ['send', 1, 0],
        ['upload', 1, 9],
      ],
    );
  });

  check('a look at the queue after the clock was set back finds the item due', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a'), T0 + 180 * MINUTE);
    for (let minute = 0; minute < 3; minute += 1) {
      same(
        (await ledger.queueHeads(T0 + minute * MINUTE)).map(({ eligibleAt }) => eligibleAt),
        [T0],
      );
    }
  });

  check('progress is stored with the claim that holds the run, and with no other', async (_, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a'), T0);
    const run = present((await opened(ledger, T0))[0]);
    const claim = claimBy('page', run, T0);
    await ledger.claim('send', claim);
    const store = (token: string, progress: string) => ledger.storeProgress({ taskId: run.id, taskName: 'send', token, progress });
    await store(claim.token, '1');
    await store('another', '2');
    same(present((await ledger.openRuns())[0]).progress, '1');
    same(present(await ledger.settle(present((await ledger.openRuns())[0]), 'lost', null, T0)).progress, '1');
  });
}
