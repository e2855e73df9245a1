import { describe, expect, it } from 'vitest';
import { BackgroundTaskResult } from '../../src/definitions.js';
import { BackgroundTaskError } from '../../src/errors.js';
import { START, settle } from '../support/fake-clock.js';
import { offerOf, tokenOf } from './fake-platform.js';
import { MINUTE, RUNNERS, controlled, rig as rigWith } from './rig.js';

const LIMIT = 10 * MINUTE;

describe.each(RUNNERS)('%s', (_name, make) => {
  const rig = (ports: Parameters<typeof rigWith>[0] = {}) => rigWith(ports, make);

  async function running(name = 'sync') {
    const parts = rig();
    const { runs, callback } = controlled();
    parts.define(name, callback);
    let done = false;
    const offered = parts.runner.offer(offerOf(name)).then(() => void (done = true));
    await settle();
    const [run] = runs;
    if (run === undefined) throw new Error('the callback did not start');
    return { ...parts, runs, run, offered, isDone: () => done };
  }

  const cut = (reason: string, settlesAt: number, name = 'sync') => ({
    taskId: `${name}-1`,
    taskName: name,
    token: tokenOf(`${name}-1`),
    reason,
    settlesAt,
  });

  describe('the deadline', () => {
    it('aborts the signal with a coded reason, then tells the listeners, once', async () => {
      const { clock, run, expirations, runner } = await running();
      const order: string[] = [];
      run.execution.signal.addEventListener('abort', () => order.push('abort'));
      runner.onExpiration(() => order.push('event'));
      await clock.advance(LIMIT - 1);
      expect(run.execution.signal.aborted).toBe(false);
      await clock.advance(1);
      expect(order).toEqual(['abort', 'event']);
      const reason: unknown = run.execution.signal.reason;
      expect(reason).toBeInstanceOf(BackgroundTaskError);
      expect(reason).toMatchObject({ code: 'EXPIRED' });
      expect(expirations).toEqual([
        { taskName: 'sync', taskId: 'sync-1', timestamp: START, test: false, reason: 'deadline', settlesAt: START + LIMIT + 2000 },
      ]);
      await clock.advance(MINUTE);
      expect(expirations).toHaveLength(1);
    });

    const endings = [
      [
        'Success returned within the grace counts',
        (run: { resolve: (value?: unknown) => void }) => run.resolve(BackgroundTaskResult.Success),
        'success',
      ],
      ['nothing returned within the grace does not count', (run: { resolve: (value?: unknown) => void }) => run.resolve(), 'expired'],
      [
        'Failed within the grace is expired',
        (run: { resolve: (value?: unknown) => void }) => run.resolve(BackgroundTaskResult.Failed),
        'expired',
      ],
      [
        'a rejection within the grace is expired',
        (run: { reject: (error: unknown) => void }) => run.reject(new Error('aborted')),
        'expired',
      ],
    ] as const;

    it.each(endings)('%s', async (_what, end, outcome) => {
      const { clock, run, offered, platform, runner } = await running();
      await clock.advance(LIMIT + 1000);
      expect(platform.finished).toHaveLength(0);
      end(run);
      await offered;
      expect(platform.outcomes).toEqual([`sync-1:${outcome}`]);
      expect(runner.isBusy('sync')).toBe(false);
      expect(clock.pendingTimers).toBe(0);
    });

    it('J03: a callback that never settles is expired at the end of the grace and is a zombie from then on', async () => {
      const { clock, run, runs, offered, platform, runner } = await running();
      await clock.advance(LIMIT + 1999);
      expect(platform.finished).toHaveLength(0);
      await clock.advance(1);
      await offered;
      expect(platform.finished).toMatchObject([{ outcome: 'expired', error: { code: 'EXPIRED' } }]);
      expect(runner.isBusy('sync')).toBe(true);
      platform.deadline = clock.now() + LIMIT;
      await runner.offer(offerOf('sync', 'sync-2'));
      expect(platform.declined).toEqual([{ taskId: 'sync-2', taskName: 'sync', runtimeId: 'runtime-1', reason: 'busy' }]);
      run.resolve(BackgroundTaskResult.Success);
      await settle();
      expect(platform.outcomes).toEqual(['sync-1:expired']);
      void runner.offer(offerOf('sync', 'sync-3'));
      await settle();
      expect(runs).toHaveLength(2);
    });

    it('uses the grace that the platform has', async () => {
      const parts = rig({ graceMs: 1000 });
      const { callback } = controlled();
      parts.define('sync', callback);
      void parts.runner.offer(offerOf('sync'));
      await parts.clock.advance(LIMIT);
      expect(parts.expirations[0]?.settlesAt).toBe(START + LIMIT + 1000);
      await parts.clock.advance(1000);
      expect(parts.platform.outcomes).toEqual(['sync-1:expired']);
    });

    it.each([
      ['within the grace Success counts', 1500, BackgroundTaskResult.Success, 'success'],
      ['within the grace nothing does not count', 1500, undefined, 'expired'],
      ['hours later Success still counts, for nobody could have told it', 60 * MINUTE, BackgroundTaskResult.Success, 'success'],
      ['hours later nothing does not count', 60 * MINUTE, undefined, 'expired'],
    ] as const)('a laptop that slept through the deadline: %s although no timer fired', async (_what, late, value, outcome) => {
      const { clock, run, offered, platform } = await running();
      clock.jump(LIMIT + late);
      run.resolve(value);
      await offered;
      expect(platform.outcomes).toEqual([`sync-1:${outcome}`]);
    });

    it('F-P01: a context that runs again after a sleep aborts at once, before its timers, and grants the grace from then on', async () => {
      const { clock, run, offered, platform, runner, expirations } = await running();
      clock.jump(LIMIT + 60 * MINUTE);
      runner.checkClock();
      expect(run.execution.signal.aborted).toBe(true);
      expect(expirations).toMatchObject([{ settlesAt: clock.now() + 2000, reason: 'deadline' }]);
      await clock.advance(1999);
      run.resolve(BackgroundTaskResult.Success);
      await offered;
      expect(platform.outcomes).toEqual(['sync-1:success']);
    });

    it('F-P01: without any event a sleep is noticed within seconds, and the callback that goes on has expired after the grace', async () => {
      const { clock, run, offered, platform } = await running();
      clock.jump(LIMIT + 60 * MINUTE);
      await clock.advance(5000);
      expect(run.execution.signal.aborted).toBe(true);
      await clock.advance(2000);
      await offered;
      expect(platform.outcomes).toEqual(['sync-1:expired']);
      expect(clock.pendingTimers).toBe(0);
    });

    it('looking at the clock cuts nothing that has time left', async () => {
      const { clock, run, runner } = await running();
      clock.jump(LIMIT - 1);
      runner.checkClock();
      expect(run.execution.signal.aborted).toBe(false);
    });

    it('a clock set back does not make the run longer', async () => {
      const { clock, run, platform } = await running();
      clock.jump(-60 * MINUTE);
      await clock.advance(LIMIT);
      expect(run.execution.signal.aborted).toBe(true);
      expect(platform.finished).toHaveLength(0);
      await clock.advance(2000);
      expect(platform.outcomes).toEqual(['sync-1:expired']);
    });

    it('a deadline beyond the range of setTimeout is kept in steps', async () => {
      const parts = rig();
      const month = 31 * 24 * 60 * MINUTE;
      parts.platform.deadline = START + month;
      const { runs, callback } = controlled();
      parts.define('sync', callback);
      void parts.runner.offer(offerOf('sync'));
      await settle();
      expect(parts.clock.longestDelay).toBeLessThan(2 ** 31);
      await parts.clock.advance(month - 1);
      expect(runs[0]?.execution.signal.aborted).toBe(false);
      await parts.clock.advance(1);
      expect(runs[0]?.execution.signal.aborted).toBe(true);
    });
  });

  describe('a cut by the platform', () => {
    it('counts from its own time and carries its reason', async () => {
      const { clock, runner, run, expirations, platform, offered } = await running();
      await clock.advance(1000);
      runner.expire(cut('quota', clock.now() + 2000));
      expect(expirations).toMatchObject([{ reason: 'quota', settlesAt: START + 3000 }]);
      expect(run.execution.signal.reason).toMatchObject({ code: 'EXPIRED' });
      await clock.advance(2000);
      await offered;
      expect(platform.outcomes).toEqual(['sync-1:expired']);
    });

    it('is ignored with another token, for another run, twice, and after the end', async () => {
      const { clock, runner, run, expirations, platform, offered } = await running();
      runner.expire({ ...cut('system', clock.now()), token: 'other' });
      runner.expire({ ...cut('system', clock.now()), taskId: 'other' });
      runner.expire(cut('system', clock.now(), 'none'));
      expect(run.execution.signal.aborted).toBe(false);
      runner.expire(cut('system', clock.now() + 2000));
      runner.expire(cut('system', clock.now() + 9000));
      expect(expirations).toHaveLength(1);
      run.resolve(BackgroundTaskResult.Success);
      await offered;
      runner.expire(cut('system', clock.now()));
      expect(expirations).toHaveLength(1);
      expect(platform.outcomes).toEqual(['sync-1:success']);
    });

    it('that overtakes the answer to the claim keeps the callback from starting', async () => {
      const parts = rig();
      const { runs, callback } = controlled();
      parts.define('sync', callback);
      let answer: (value: never) => void = () => undefined;
      parts.platform.onClaim = () => new Promise((resolve) => (answer = resolve as (value: never) => void));
      const offered = parts.runner.offer(offerOf('sync'));
      await settle();
      parts.runner.expire(cut('system', parts.clock.now() + 2000));
      answer({ claimed: true, token: tokenOf('sync-1'), deadline: START + LIMIT, timeoutMs: null } as never);
      await offered;
      expect(runs).toHaveLength(0);
      expect(parts.platform.outcomes).toEqual(['sync-1:expired']);
    });

    it('J09: unregistering aborts with its own reason, fires no expiration, finishes nothing, and the callback is a zombie until it ends', async () => {
      const { runner, run, expirations, platform, offered, clock } = await running();
      runner.expire(cut('unregistered', clock.now()));
      await offered;
      expect(run.execution.signal.reason).toMatchObject({ code: 'UNREGISTERED' });
      expect(expirations).toHaveLength(0);
      expect(runner.isBusy('sync')).toBe(true);
      run.resolve(BackgroundTaskResult.Success);
      await settle();
      expect(runner.isBusy('sync')).toBe(false);
      expect(platform.finished).toHaveLength(0);
      expect(clock.pendingTimers).toBe(0);
    });
  });

  describe('expiration listeners', () => {
    it('that throw or reject do not matter to the others or to the run', async () => {
      const { clock, runner, run, platform, offered, warnings } = await running();
      const heard: string[] = [];
      runner.onExpiration(() => {
        throw new Error('listener one');
      });
      const rejecting: (event: unknown) => unknown = () => Promise.reject(new Error('listener two'));
      runner.onExpiration(rejecting);
      runner.onExpiration(({ taskName }) => void heard.push(taskName));
      await clock.advance(LIMIT);
      expect(heard).toEqual(['sync']);
      expect(warnings.filter((text) => /listener (one|two)/.test(text))).toHaveLength(2);
      run.resolve(BackgroundTaskResult.Success);
      await offered;
      expect(platform.outcomes).toEqual(['sync-1:success']);
    });

    it('are removed one by one, also when one function was added twice', async () => {
      const { clock, runner } = await running();
      let calls = 0;
      const listener = (): void => void calls++;
      const removeFirst = runner.onExpiration(listener);
      runner.onExpiration(listener);
      removeFirst();
      removeFirst();
      await clock.advance(LIMIT);
      expect(calls).toBe(1);
    });
  });
});
