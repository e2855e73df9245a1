import { describe, expect, it } from 'vitest';
import { MAXIMUM_ERROR_LENGTH } from '../../src/core/constants.js';
import { BackgroundTaskResult } from '../../src/definitions.js';
import type { BackgroundTaskCallback } from '../../src/definitions.js';
import { BackgroundTaskError } from '../../src/errors.js';
import { settle } from '../support/fake-clock.js';
import { offerOf } from './fake-platform.js';
import { MINUTE, RUNNERS, controlled, rig as rigWith } from './rig.js';

class NamedError extends Error {
  override readonly name = 'NamedError';
}

const endless: Record<string, unknown> = {};
endless['self'] = endless;

/** JavaScript throws anything. */
const throwing = (thrown: unknown) => (): never => {
  throw thrown as Error;
};

type Case = [what: string, callback: () => unknown, outcome: string, code?: string | undefined, message?: RegExp];

const cases: Case[] = [
  ['returns Success', () => BackgroundTaskResult.Success, 'success'],
  ['returns nothing', () => undefined, 'success'],
  ['returns null', () => null, 'success'],
  ['resolves Success', async () => BackgroundTaskResult.Success, 'success'],
  ['resolves nothing', async () => undefined, 'success'],
  ['returns Failed', () => BackgroundTaskResult.Failed, 'failed'],
  ['resolves Failed', async () => BackgroundTaskResult.Failed, 'failed'],
  ['returns a thenable of Failed', () => ({ then: (resolve: (value: unknown) => void) => resolve(2) }), 'failed'],
  [
    'returns a thenable that rejects',
    () => ({ then: (_: unknown, reject: (value: unknown) => void) => reject(new NamedError('no')) }),
    'failed',
    'NamedError',
    /^no$/,
  ],
  [
    'returns a thenable that throws',
    () => ({
      get then(): never {
        throw new NamedError('getter');
      },
    }),
    'failed',
    'NamedError',
    /getter/,
  ],
  [
    'J03: throws synchronously',
    () => {
      throw new TypeError('sync');
    },
    'failed',
    'TypeError',
    /^sync$/,
  ],
  [
    'J03: rejects',
    async () => {
      throw new NamedError('async');
    },
    'failed',
    'NamedError',
    /^async$/,
  ],
  [
    'throws a BackgroundTaskError',
    () => {
      throw new BackgroundTaskError('STORAGE_FAILED', 'disk');
    },
    'failed',
    'STORAGE_FAILED',
    /disk/,
  ],
  [
    'J08: throws an error without a message',
    () => {
      throw new TypeError();
    },
    'failed',
    'TypeError',
    /./,
  ],
  ['throws a string', throwing('plain'), 'failed', 'Error', /plain/],
  ['throws undefined', throwing(undefined), 'failed', 'Error', /undefined/],
  ['throws an object without a prototype', throwing(Object.assign(Object.create(null) as object, { a: 1 })), 'failed', 'Error', /"a":1/],
  ['throws an object that refers to itself', throwing(endless), 'failed', 'Error', /./],
  [
    'throws an error whose properties throw',
    () => {
      throw new Proxy(new Error('x'), {
        get: () => {
          throw new Error('trap');
        },
      });
    },
    'failed',
    'Error',
    /./,
  ],
  ['throws a plugin error', throwing({ code: 'OS-PLUG', message: 'from a plugin' }), 'failed', 'Error', /from a plugin/],
];

describe.each(RUNNERS)('%s', (_name, make) => {
  const rig = (ports: Parameters<typeof rigWith>[0] = {}) => rigWith(ports, make);

  describe('the outcome of a run', () => {
    it.each<Case>(cases)('of a callback that %s', async (_what, callback, outcome, code, message) => {
      const { platform, runner, define, clock } = rig();
      define('sync', callback as BackgroundTaskCallback);
      await runner.offer(offerOf('sync'));
      expect(platform.finished).toHaveLength(1);
      const [finish] = platform.finished;
      expect(finish).toMatchObject({ taskId: 'sync-1', taskName: 'sync', token: 'token-sync-1', outcome });
      if (code === undefined) expect(finish?.error).toBeNull();
      else {
        expect(finish?.error?.code).toBe(code);
        expect(finish?.error?.message).toMatch(message ?? /^$/);
      }
      expect(clock.pendingTimers).toBe(0);
      expect(runner.isBusy('sync')).toBe(false);
    });

    it.each<unknown>([true, 'Failed', 0, 3, {}, () => 2])('counts the wrong result %j as Success, with one warning', async (value) => {
      const { platform, runner, define, warnings } = rig();
      define('sync', (() => value) as unknown as BackgroundTaskCallback);
      await runner.offer(offerOf('sync'));
      expect(platform.outcomes).toEqual(['sync-1:success']);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('BackgroundTaskResult');
    });

    it('keeps a bounded error text, and a stack only in development', async () => {
      const long = 'x'.repeat(5000);
      const texts: string[] = [];
      for (const [production, error] of [
        [true, new Error(long)],
        [false, new Error(long)],
        [true, new Error('short')],
        [false, new Error('short')],
      ] as const) {
        const { platform, runner, define } = rig({ production });
        define('sync', () => {
          throw error;
        });
        await runner.offer(offerOf('sync'));
        texts.push(platform.finished[0]?.error?.message ?? '');
      }
      expect(texts.every((text) => text.length <= MAXIMUM_ERROR_LENGTH)).toBe(true);
      expect(texts[2]).toBe('short');
      expect(texts[3]).toContain('outcomes.test');
    });

    it('gives the callback what the guide and the types promise', async () => {
      const { platform, runner, define, clock } = rig();
      const { runs, callback } = controlled();
      define('sync', callback);
      void runner.offer({ ...offerOf('sync'), attempt: 3, trigger: 'test', test: true });
      await settle();
      expect(runs[0]?.execution).toMatchObject({
        taskName: 'sync',
        taskId: 'sync-1',
        timestamp: clock.now(),
        test: true,
        attempt: 3,
        trigger: 'test',
        runtime: 'page',
        deadline: platform.deadline,
      });
      expect(runs[0]?.execution.signal.aborted).toBe(false);
      runs[0]?.resolve();
    });

    it('a running callback is kept when the task is redefined, the next run takes the new one', async () => {
      const { platform, runner, define } = rig();
      const first = controlled();
      define('sync', first.callback);
      const offered = runner.offer(offerOf('sync'));
      await settle();
      define('sync', () => BackgroundTaskResult.Failed);
      first.runs[0]?.resolve(BackgroundTaskResult.Success);
      await offered;
      await runner.offer(offerOf('sync', 'sync-2'));
      expect(platform.outcomes).toEqual(['sync-1:success', 'sync-2:failed']);
    });

    it('the timeout of the compatibility job settles failed, at its time and without grace', async () => {
      const { platform, runner, define, clock, expirations } = rig();
      platform.timeoutMs = 30_000;
      const { runs, callback } = controlled();
      define('job', callback);
      const offered = runner.offer(offerOf('job'));
      await clock.advance(29_999);
      expect(platform.finished).toHaveLength(0);
      await clock.advance(1);
      await offered;
      expect(platform.finished[0]).toMatchObject({ outcome: 'failed', error: { code: 'TIMEOUT' } });
      expect(runs[0]?.execution.signal.reason).toMatchObject({ code: 'TIMEOUT' });
      expect(expirations).toHaveLength(0);
      expect(clock.pendingTimers).toBe(0);
    });

    it('a computer that slept through that timeout finds it over', async () => {
      const { platform, runner, define, clock } = rig();
      platform.timeoutMs = 30_000;
      const { runs, callback } = controlled();
      define('job', callback);
      const offered = runner.offer(offerOf('job'));
      await settle();
      clock.jump(31_000);
      runs[0]?.resolve(BackgroundTaskResult.Success);
      await offered;
      expect(platform.finished).toMatchObject([{ outcome: 'failed', error: { code: 'TIMEOUT' } }]);
    });

    it('finish from outside ends that run only, once, with the given result', async () => {
      const { platform, runner, define, clock } = rig();
      const [job, other] = [controlled(), controlled()];
      define('job', job.callback);
      define('other', other.callback);
      void runner.offer(offerOf('job'));
      void runner.offer(offerOf('other'));
      await settle();
      expect(runner.runsUnderWay().map(({ taskName }) => taskName)).toEqual(['job', 'other']);
      await runner.finishFromOutside('job-1', BackgroundTaskResult.Failed);
      expect(platform.outcomes).toEqual(['job-1:failed']);
      expect(runner.runsUnderWay().map(({ taskName }) => taskName)).toEqual(['other']);
      await runner.finishFromOutside('job-1', BackgroundTaskResult.Success);
      await runner.finishFromOutside('none', BackgroundTaskResult.Success);
      job.runs[0]?.resolve(BackgroundTaskResult.Success);
      await clock.advance(MINUTE);
      expect(platform.outcomes).toEqual(['job-1:failed']);
    });

    it('tells of each run that it starts, before the first line of the callback', async () => {
      const { runner, define } = rig();
      const order: string[] = [];
      const remove = runner.onStart(({ taskId, test }) => void order.push(`start of ${taskId}, test: ${test}`));
      define('job', () => void order.push('callback'));
      await runner.offer(offerOf('job'));
      remove();
      await runner.offer({ ...offerOf('job'), taskId: 'job-2' });
      expect(order).toEqual(['start of job-1, test: false', 'callback', 'callback']);
    });
  });
});
