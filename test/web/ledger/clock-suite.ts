import { present, same } from './check.js';
import type { Define } from './check.js';
import { DUE, HOUR, MINUTE, T0, claimBy, ownWakeAt, wakeAt, withTasks } from './fixture.js';
import type { CreateFixture } from './fixture.js';

const YEAR = 365 * 24 * HOUR;

export function clockSuite(test: Define, createFixture: CreateFixture): void {
  const check = (name: string, body: (fixture: Awaited<ReturnType<CreateFixture>>) => Promise<void>): void =>
    test(name, async () => {
      const fixture = await createFixture();
      await body(fixture).finally(() => fixture.end());
    });

  for (const seenBy of ['tasks', 'task', 'open'] as const) {
    check(`a clock set back by a year costs one interval, however often it is looked at (${seenBy})`, async (fixture) => {
      const ledger = await withTasks(fixture, 'sync');
      const set = T0 - YEAR;
      for (let minute = 0; minute < 30; minute += 10) {
        if (seenBy === 'tasks') await ledger.tasks(set + minute * MINUTE);
        if (seenBy === 'task') await ledger.task('sync', set + minute * MINUTE);
        if (seenBy === 'open') same((await ledger.open(wakeAt(set + minute * MINUTE))).offerable, []);
      }
      same((await fixture.open().tasks(set + 30 * MINUTE))[0]?.registeredAt, set);
      same((await ledger.open(wakeAt(set + 30 * MINUTE))).offerable.length, 1);
    });
  }

  check('a claim on a run of the future gets the length of its wake, not a year', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.open(wakeAt(DUE, { deadline: DUE + 150_000 }))).offerable[0]);
    const step = await ledger.claim('sync', claimBy('page', run, DUE - YEAR));
    same(step.claimed ? step.run.claim.deadline : step.reason, DUE - YEAR + 150_000);
  });

  check('a claim of the future keeps its length and goes stale', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    await ledger.openAndClaim(ownWakeAt(DUE, ['sync']));
    const set = DUE - YEAR;
    same(
      (await ledger.open(wakeAt(set))).held.map((run) => run.claim?.deadline),
      [set + 150_000],
    );
    const later = present((await ledger.open(wakeAt(set + 150_000))).held[0]);
    same((await ledger.sweep(later, set + 150_000, { isAlive: true, isTimeOver: false })).kind, 'cut');
  });

  check('a run that was opened before the clock was set back, and claimed after it, stays with its holder', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.open(wakeAt(DUE))).offerable[0]);
    const set = DUE - 60 * MINUTE - 1;
    const step = await ledger.claim('sync', claimBy('page', run, set));
    same(step.claimed, true);
    const next = await ledger.open(wakeAt(set + 1));
    same([next.settled, next.held.map(({ id }) => id)], [[], [run.id]]);
  });

  check('a run that ends before it began, by the clock, is logged in order and moves the schedule on from now', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.openAndClaim(ownWakeAt(DUE, ['sync']))).claimed[0]);
    const now = DUE - YEAR;
    const { settled } = await ledger.finish('sync', {
      taskId: run.id,
      token: present(run.claim).token,
      outcome: 'success',
      error: null,
      now,
    });
    same([settled?.outcome, settled?.timestamp, settled?.settledAt], ['success', now, now]);
    same((await ledger.task('sync', now))?.anchorAt, now);
  });

  check('ten missed intervals are one run', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.openAndClaim(ownWakeAt(DUE + 10 * HOUR, ['sync']))).claimed[0]);
    await ledger.finish('sync', { taskId: run.id, token: present(run.claim).token, outcome: 'success', error: null, now: DUE + 10 * HOUR });
    same((await ledger.open(wakeAt(DUE + 10 * HOUR + 1))).offerable, []);
  });
}
