import { holds, present, same } from './check.js';
import type { Define } from './check.js';
import { DUE, GRACE_MS, HOUR, MET, MINUTE, OPTIONS, T0, claimBy, ownWakeAt, wakeAt, withTasks } from './fixture.js';
import type { CreateFixture } from './fixture.js';

const names = (runs: readonly { readonly taskName: string }[]): string[] => runs.map((run) => run.taskName);

export function runsSuite(test: Define, createFixture: CreateFixture): void {
  const check = (name: string, body: (fixture: Awaited<ReturnType<CreateFixture>>) => Promise<void>): void =>
    test(name, async () => {
      const fixture = await createFixture();
      await body(fixture).finally(() => fixture.end());
    });

  check('a wake opens what is due, once, longest overdue first', async (fixture) => {
    const ledger = fixture.open();
    await ledger.register('late', OPTIONS, T0);
    await ledger.register('later', OPTIONS, T0 - MINUTE);
    await ledger.register('not-due', OPTIONS, T0 + MINUTE);
    const first = await ledger.open(wakeAt(DUE));
    same(names(first.offerable), ['later', 'late']);
    const second = await fixture.open().open(wakeAt(DUE + 1));
    same(second.offerable, first.offerable, 'the runs that are open already');
    same((await ledger.openRuns()).length, 2);
  });

  check('two wakes at once open one run for a task', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const other = fixture.open();
    const [one, two] = await Promise.all([ledger.open(wakeAt(DUE)), other.open(wakeAt(DUE))]);
    same(one.offerable, two.offerable);
    same((await fixture.rows('openRuns')).length, 1);
  });

  check('a wake for some tasks leaves the others alone', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b');
    same(names((await ledger.open(wakeAt(DUE, { accepts: (name) => name === 'b' }))).offerable), ['b']);
    same(names(await ledger.openRuns()), ['b']);
  });

  check('constraints hold back new runs and those that were left open', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const offline = { ...MET, requiresNetwork: false };
    same((await ledger.open(wakeAt(DUE, { conditions: offline }))).offerable, []);
    same((await ledger.open(wakeAt(DUE))).offerable.length, 1);
    same((await ledger.open(wakeAt(DUE, { conditions: offline }))).offerable, []);
    same((await ledger.open(wakeAt(DUE))).offerable.length, 1);
  });

  check('a worker opens and claims in one step, up to its limit, only what it defines', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b', 'c', 'd');
    const { claimed, offerable, held } = await ledger.openAndClaim(ownWakeAt(DUE, ['a', 'c', 'd'], 2));
    same([names(claimed), names(offerable), names(held)], [['a', 'c'], ['b', 'd'], []]);
    same(
      claimed.map((run) => run.claim?.deadline),
      [DUE + 150_000, DUE + 150_000],
    );
    holds(new Set(claimed.map((run) => run.claim?.token)).size === 2, 'each claim has a token of its own');
    same(
      (await ledger.openRuns()).filter((run) => run.claim !== null),
      claimed,
      'what is stored',
    );
    const again = await fixture.open().openAndClaim(ownWakeAt(DUE + 1, ['a', 'b', 'c', 'd']));
    same(
      [names(again.claimed), names(again.held)],
      [
        ['b', 'd'],
        ['a', 'c'],
      ],
    );
  });

  check('of many claims on many connections one wins', async (fixture) => {
    const tasks = Array.from({ length: 12 }, (_, index) => `task-${index}`);
    const ledger = await withTasks(fixture, ...tasks);
    const { offerable } = await ledger.open(wakeAt(DUE));
    const racers = ['one', 'two', 'three'].map((id) => ({ id, ledger: fixture.open() }));
    const wins = new Map<string, string[]>();
    await Promise.all(
      racers.flatMap(({ id, ledger: own }, shift) =>
        offerable.map(async (_, index) => {
          const run = present(offerable[(index * (shift + 1) + shift) % offerable.length]);
          const step = await own.claim(run.taskName, claimBy(id, run, DUE));
          if (step.claimed) wins.set(run.taskName, [...(wins.get(run.taskName) ?? []), step.run.claim.token]);
        }),
      ),
    );
    const stored = await ledger.openRuns();
    for (const [name, tokens] of wins) same(tokens, [stored.find((run) => run.taskName === name)?.claim?.token], `claims of ${name}`);
    // Racer "one" asks for every run.
    same(wins.size, tasks.length);
  });

  check('the token settles the run once', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.open(wakeAt(DUE))).offerable[0]);
    const claim = claimBy('page', run, DUE);
    await ledger.claim('sync', claim);
    const finish = { taskId: run.id, token: claim.token, outcome: 'success', error: null, now: DUE + 900 } as const;
    same((await ledger.finish('sync', { ...finish, token: 'stale' })).accepted, false);
    const answers = await Promise.all([ledger.finish('sync', finish), fixture.open().finish('sync', finish)]);
    same(answers.map((answer) => answer.accepted).sort(), [false, true]);
    const task = present(await ledger.task('sync', DUE + 900));
    same([task.anchorAt, task.lastRun?.outcome, task.lastRun?.taskId], [DUE + 900, 'success', run.id]);
    same([await ledger.openRuns(), (await ledger.settledRuns({ limit: 9 })).length], [[], 1]);
  });

  check('a failure with a retry left is due again after the backoff', async (fixture) => {
    const ledger = fixture.open();
    await ledger.register('sync', { ...OPTIONS, maximumRetries: 1 }, T0);
    const { claimed } = await ledger.openAndClaim(ownWakeAt(DUE, ['sync']));
    const run = present(claimed[0]);
    const error = { code: 'TypeError', message: 'x'.repeat(600) };
    await ledger.finish('sync', { taskId: run.id, token: present(run.claim).token, outcome: 'failed', error, now: DUE });
    same((await ledger.settledRuns({ limit: 1 }))[0]?.error?.message.length, 500);
    same((await ledger.open(wakeAt(DUE + 29_999))).offerable, []);
    const [next] = (await ledger.open(wakeAt(DUE + 30_000))).offerable;
    same(present(next).attempt, 2);
  });

  check('a decline is kept, a claimed run is not declined', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.open(wakeAt(DUE))).offerable[0]);
    const decline = { runtimeId: 'page', reason: 'undefined' } as const;
    same((await ledger.decline('sync', run.id, decline))?.declines, [decline]);
    same(await ledger.decline('sync', 'another-run', decline), null);
    await ledger.claim('sync', claimBy('worker', run, DUE));
    same((await ledger.decline('sync', run.id, { ...decline, runtimeId: 'tab' }))?.declines, [decline]);
  });

  check('a run is settled from outside only in the state in which it was seen', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.open(wakeAt(DUE))).offerable[0]);
    const claim = claimBy('page', run, DUE);
    await ledger.claim('sync', claim);
    const [held] = await ledger.openRuns();
    const seen = { ...run, claim: present(present(held).claim) };
    same(await ledger.settle(run, 'not-started', null, DUE), null);
    same(await ledger.settle({ ...seen, claim: { ...seen.claim, token: 'other' } }, 'lost', null, DUE), null);
    same(await ledger.settle({ ...seen, id: 'another-run' }, 'lost', null, DUE), null);
    same((await ledger.settle(seen, 'lost', null, DUE + 7))?.settledAt, DUE + 7);
    same((await ledger.task('sync', DUE))?.interruptedAttempts, 1);
  });

  check('a killed worker costs the next wake nothing: its run is lost when it is found, and runs again there', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    await ledger.openAndClaim(ownWakeAt(DUE, ['sync']));
    const later = DUE + 12 * HOUR;
    const next = fixture.open();
    const held = present((await next.openAndClaim(ownWakeAt(later, ['sync']))).held[0]);
    const swept = await next.sweep(held, later, { isAlive: false, isTimeOver: false });
    same(swept.kind === 'settled' && [swept.settled.outcome, swept.settled.settledAt], ['lost', later]);
    same(
      (await next.openAndClaim(ownWakeAt(later, ['sync']))).claimed.map((run) => run.attempt),
      [2],
    );
  });

  check(
    'F-P01: a stale run whose holder lives is cut first, settles after the grace, and its backoff counts from its deadline',
    async (fixture) => {
      const ledger = await withTasks(fixture, 'sync');
      await ledger.openAndClaim(ownWakeAt(DUE, ['sync']));
      const deadline = DUE + 150_000;
      const found = deadline + 10_000;
      const opened = await ledger.open(wakeAt(found));
      same([opened.settled, opened.offerable], [[], []]);
      const alive = { isAlive: true, isTimeOver: false };
      const cut = await ledger.sweep(present(opened.held[0]), found, alive);
      same(cut.kind === 'cut' && cut.run.cut, { reason: 'deadline', settlesAt: found + GRACE_MS });
      const stored = present((await ledger.open(wakeAt(found + GRACE_MS))).held[0]);
      same((await ledger.sweep(stored, found + GRACE_MS, alive)).kind, 'left');
      const end = found + GRACE_MS + 1;
      const swept = await ledger.sweep(stored, end, alive);
      same(swept.kind === 'settled' && [swept.settled.outcome, swept.settled.settledAt], ['expired', end]);
      same(await ledger.sweep(stored, end, alive), { kind: 'gone' });
      same((await ledger.open(wakeAt(deadline + 29_999))).offerable, []);
      same((await ledger.open(wakeAt(deadline + 30_000))).offerable.length, 1);
    },
  );

  check('F-P05: a timer that has fired proves that the time of a run is over, although the clock was set back', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    const run = present((await ledger.openAndClaim(ownWakeAt(DUE, ['sync']))).claimed[0]);
    const now = DUE - HOUR;
    const over = { isAlive: true, isTimeOver: true };
    const cut = await ledger.sweep(run, now, over);
    same(cut.kind === 'cut' && cut.run.cut?.settlesAt, now + GRACE_MS);
    same((await ledger.sweep(run, now, over)).kind, 'left');
    const seen = present((await ledger.open(wakeAt(now))).held[0]);
    const swept = await ledger.sweep(seen, now, over);
    same(swept.kind === 'settled' && [swept.settled.outcome, swept.settled.settledAt], ['expired', now]);
  });

  check('a run that nobody claimed costs the next wake nothing either', async (fixture) => {
    const ledger = await withTasks(fixture, 'sync');
    await ledger.open(wakeAt(DUE, { deadline: DUE + 150_000 }));
    const next = await ledger.openAndClaim(ownWakeAt(DUE + 12 * HOUR, ['sync']));
    same(
      next.settled.map((run) => [run.outcome, run.settledAt]),
      [['not-started', DUE + 12 * HOUR]],
    );
    same(
      next.claimed.map((run) => run.attempt),
      [1],
    );
  });

  check('a test runs what is not due, ignores constraints, joins what is open, and moves no schedule', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b');
    const before = await ledger.tasks(T0);
    const offline = { ...MET, requiresNetwork: false };
    const { offerable } = await ledger.open(wakeAt(T0, { trigger: 'test', conditions: offline }));
    same(
      offerable.map((run) => [run.taskName, run.test]),
      [
        ['a', true],
        ['b', true],
      ],
    );
    same((await ledger.open(wakeAt(T0, { trigger: 'test', conditions: offline }))).offerable, offerable);
    for (const run of offerable) await ledger.settle(run, 'not-started', null, T0);
    same(
      (await ledger.tasks(T0)).map((task) => ({ ...task, lastRun: null })),
      before,
    );
  });

  check('a runtime that names an undefined task makes it due again', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b');
    const { offerable } = await ledger.open(wakeAt(DUE));
    const run = present(offerable.find((one) => one.taskName === 'a'));
    await ledger.settle(run, 'undefined', null, DUE);
    same(names((await ledger.open(wakeAt(DUE + MINUTE))).offerable), ['b']);
    await ledger.noteDefined(['a', 'other']);
    same(names((await ledger.open(wakeAt(DUE + MINUTE))).offerable), ['a', 'b']);
  });

  check('a wake of a runtime that defines an undefined task opens it', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b');
    for (const run of (await ledger.open(wakeAt(DUE))).offerable) await ledger.settle(run, 'undefined', null, DUE);
    same(names((await ledger.open(wakeAt(DUE + MINUTE, { named: ['b', 'other'] }))).offerable), ['b']);
    same(
      (await ledger.tasks(DUE + MINUTE)).map((task) => task.undefinedAt),
      [DUE, null],
    );
  });

  check('the log keeps the last 300 runs, newest first', async (fixture) => {
    const ledger = await withTasks(fixture, 'a', 'b');
    for (let index = 0; index < 160; index += 1) {
      for (const run of (await ledger.open(wakeAt(DUE + index, { trigger: 'test' }))).offerable) {
        await ledger.settle(run, 'not-started', null, DUE + index);
      }
    }
    same((await fixture.rows('log')).length, 300);
    const runs = await ledger.settledRuns({ limit: 1000 });
    same([runs.length, runs[0]?.settledAt, runs[299]?.settledAt], [300, DUE + 159, DUE + 10]);
    const ofA = await ledger.settledRuns({ taskName: 'a', limit: 7 });
    same(
      ofA.map((run) => [run.taskName, run.settledAt - DUE]),
      [159, 158, 157, 156, 155, 154, 153].map((at) => ['a', at]),
    );
  });
}
