import type { EnqueueTaskRequest } from '../../../src/core/platform.js';
import type { Enqueued, Ledger } from '../../../src/web/ledger/ledger.js';
import { takeEnqueued } from '../../../src/web/ledger/take-enqueued.js';
import { present, rejects, same } from './check.js';
import type { Define } from './check.js';
import { DUE, HOUR, MINUTE, OPTIONS, T0, itemRequest, newId, wakeAt } from './fixture.js';
import type { CreateFixture, Fixture } from './fixture.js';

/** Items that are opened and claimed in the step that stores them. */
export function takeSuite(test: Define, createFixture: CreateFixture): void {
  const check = (name: string, body: (fixture: Fixture, ledger: Ledger) => Promise<void>): void =>
    test(name, async () => {
      const fixture = await createFixture();
      await body(fixture, fixture.open()).finally(() => fixture.end());
    });

  /** The page of that name has asked for the run, or (null) nobody has. */
  const take = (
    ledger: Ledger,
    id: string,
    { now = T0, by = 'page', ...change }: Partial<EnqueueTaskRequest> & { now?: number; by?: string | null } = {},
  ): Promise<Enqueued> => {
    const request = by === null ? null : { taskId: newId(), runtimeId: by, runtime: 'page' as const, now, token: newId(), limitMs: MINUTE };
    const claimant = (): typeof request => request;
    return ledger.enqueue(itemRequest('send', id, change), now, takeEnqueued(now, claimant));
  };

  check('an item is stored, opened and claimed in one step, and settles as any other', async (fixture, ledger) => {
    const { change, run } = await take(ledger, 'a', { data: '"hello"', timeLimitMs: 5000 });
    const { id: taskId, item, trigger, attempt, claim } = present(run);
    same([change, item, trigger, attempt, claim.deadline], ['created', { sequence: 1, id: 'a' }, 'enqueue', 1, T0 + 5000]);
    same(await ledger.openRuns(), [run]);
    const wake = await ledger.open(wakeAt(T0));
    same([wake.offerable, wake.held], [[], [run]]);
    same(
      (await ledger.items({ limit: 9 })).map((one) => [one.item.data, one.running]),
      [['"hello"', true]],
    );
    const ending = { taskId, token: claim.token, outcome: 'success', error: null, now: T0 } as const;
    same((await ledger.finish('send', ending)).settled?.enqueuedId, 'a');
    same([await fixture.rows('items'), await fixture.rows('openRuns')], [[], []]);
  });

  check('an item that replaces the only waiting one is taken; one that is kept or refused is not', async (fixture, ledger) => {
    await ledger.enqueue(itemRequest('send', 'a', { data: '1' }), T0);
    same(await take(ledger, 'a', { data: '2', existing: 'keep' }), { change: 'kept', run: null });
    const { change, run } = await take(ledger, 'a', { data: '3' });
    same([change, run?.item?.sequence, (await fixture.rows('items')).length], ['replaced', 2, 1]);
    for (let index = 1; index < 1000; index++) await fixture.plant('items', { sequence: 10 + index });
    await rejects(take(ledger, 'b'), 'QUEUE_FULL');
    same(await ledger.openRuns(), [run]);
  });

  check('a registration that is not due and items of other tasks do not stand in its way', async (_, ledger) => {
    await ledger.register('send', OPTIONS, T0);
    await ledger.enqueue(itemRequest('upload', 'other'), T0);
    await ledger.open(wakeAt(T0));
    same((await take(ledger, 'a', { now: T0 + 1 })).run?.item?.id, 'a');
  });

  /** What keeps an item from being taken, and what a wake opens for the task then. */
  const OBSTACLES: readonly (readonly [string, (fixture: Fixture, ledger: Ledger) => Promise<unknown>, string | null])[] = [
    ['another item that waits', (_, ledger) => ledger.enqueue(itemRequest('send', 'first'), T0), 'first'],
    ['another item that backs off', (_, ledger) => ledger.enqueue(itemRequest('send', 'later', { initialDelayMs: HOUR }), T0), 'a'],
    ['its registration that is due', (_, ledger) => ledger.register('send', OPTIONS, T0), 'registration'],
    [
      'its registration that has a window',
      (_, ledger) => ledger.register('send', { ...OPTIONS, window: { fromMinutes: 0, toMinutes: 1439 } }, DUE),
      'a',
    ],
    ['a record of a later version', (fixture) => fixture.plant('tasks', { version: 3, name: 'from-the-future' }), null],
    ['a corrupt registration', (fixture) => fixture.plant('tasks', { version: 1, name: 'send' }), 'a'],
    ['a corrupt open run', (fixture) => fixture.plant('openRuns', { version: 1, taskName: 'send' }), 'a'],
    ['an open run of a later version', (fixture) => fixture.plant('openRuns', { version: 3, taskName: 'send' }), null],
  ];
  for (const [what, prepare, opened] of OBSTACLES) {
    check(`${what} leaves an item to the next wake`, async (fixture, ledger) => {
      await prepare(fixture, ledger);
      same(await take(ledger, 'a', { now: DUE }), { change: 'created', run: null });
      const [run] = (await ledger.open(wakeAt(DUE))).offerable.filter((one) => one.taskName === 'send');
      same(run === undefined ? null : (run.item?.id ?? 'registration'), opened);
    });
  }

  check('a task that runs, or whose cancelled run has not returned yet, does not overlap itself', async (_, ledger) => {
    const { run } = await take(ledger, 'a');
    same(await take(ledger, 'b'), { change: 'created', run: null });
    await ledger.cancel('send', null, T0);
    same(await take(ledger, 'c'), { change: 'created', run: null });
    const { id: taskId, claim } = present(run);
    await ledger.finish('send', { taskId, token: claim.token, outcome: 'expired', error: null, now: T0 });
    same(
      (await ledger.open(wakeAt(T0))).offerable.map((one) => one.item?.id),
      ['c'],
    );
    same((await take(ledger, 'd')).run, null, 'beside a run that nobody has claimed yet');
  });

  check('what nobody has asked for, or what is to begin later, is stored only', async (_, ledger) => {
    same(await take(ledger, 'a', { by: null }), { change: 'created', run: null });
    same(await take(ledger, 'a', { initialDelayMs: MINUTE }), { change: 'replaced', run: null });
    same(await ledger.openRuns(), []);
  });

  check('of two connections that take at once one has the run', async (fixture, one) => {
    const two = fixture.open();
    const taken = await Promise.all([take(one, 'a', { by: 'one' }), take(two, 'a', { by: 'two' }), take(one, 'b', { by: 'one' })]);
    const runs = taken.flatMap(({ run }) => run ?? []);
    same([runs.length, await one.openRuns()], [1, runs]);
  });
}
