import { describe, expect, it } from 'vitest';
import type { ClaimRunResult } from '../../src/core/platform.js';
import { START, settle } from '../support/fake-clock.js';
import { never, offerOf, tokenOf } from './fake-platform.js';
import { MINUTE, controlled, rig } from './rig.js';

const LIMIT = 10 * MINUTE;
const claimed = (taskId = 'sync-1', deadline = START + LIMIT): ClaimRunResult => ({
  claimed: true,
  token: tokenOf(taskId),
  deadline,
  timeoutMs: null,
});

describe('a claim', () => {
  it('that is refused does nothing', async () => {
    const { platform, runner, define, clock } = rig();
    let calls = 0;
    define('sync', () => void calls++);
    platform.onClaim = async () => ({ claimed: false, reason: 'claimed' });
    await runner.offer(offerOf('sync'));
    expect([calls, platform.finished.length, platform.declined.length, clock.pendingTimers]).toEqual([0, 0, 0, 0]);
    expect(runner.isBusy('sync')).toBe(false);
  });

  it('of the same run offered twice is made once, and each offer lasts until the run is done', async () => {
    const { platform, runner, define } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    let done = 0;
    const offer = () => runner.offer(offerOf('sync')).then(() => void done++);
    const offers = [offer(), offer()];
    await settle();
    offers.push(offer());
    await settle();
    expect(done).toBe(0);
    runs[0]?.resolve();
    await Promise.all(offers);
    expect(platform.claims).toHaveLength(1);
    expect(platform.outcomes).toEqual(['sync-1:success']);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('disk'))],
    [
      'throws',
      () => {
        throw new Error('disk');
      },
    ],
  ])('that %s leaves the run to a later offer', async (_what, onClaim) => {
    const { platform, runner, define, warnings } = rig();
    define('sync', () => undefined);
    const good = platform.onClaim;
    platform.onClaim = onClaim;
    await runner.offer(offerOf('sync'));
    expect(warnings[0]).toMatch(/could not be claimed.*disk/);
    platform.onClaim = good;
    await runner.offer(offerOf('sync'));
    expect(platform.outcomes).toEqual(['sync-1:success']);
  });

  it('that is never answered holds neither a slot nor the task', async () => {
    const { platform, runner, define, clock } = rig();
    for (const name of ['a', 'b', 'c', 'd', 'sync']) define(name, () => undefined);
    const good = platform.onClaim;
    platform.onClaim = (request) => (request.taskName === 'sync' ? good(request) : never());
    const stuck = ['a', 'b', 'c', 'd'].map((name) => runner.offer(offerOf(name)));
    const offered = runner.offer(offerOf('sync'));
    await settle();
    expect(platform.finished).toHaveLength(0);
    await clock.advance(10_000);
    await Promise.all([...stuck, offered]);
    expect(platform.outcomes).toEqual(['sync-1:success']);
    expect(runner.isBusy('a')).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['is still honoured when time is left', START + LIMIT, 'success', 1],
    ['is finished as expired when none is left', START + 11_000, 'expired', 0],
  ] as const)('answered late %s', async (_what, deadline, outcome, calls) => {
    const { platform, runner, define, clock } = rig();
    let called = 0;
    define('sync', () => void called++);
    let answer: (value: ClaimRunResult) => void = () => undefined;
    platform.onClaim = () => new Promise((resolve) => (answer = resolve));
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(15_000);
    await offered;
    answer(claimed('sync-1', deadline));
    await settle();
    expect(platform.outcomes).toEqual([`sync-1:${outcome}`]);
    expect(called).toBe(calls);
    expect(runner.isBusy('sync')).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('answered late while the run is offered again runs once, and keeps its task busy', async () => {
    const { platform, runner, define, clock } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    const answers: ((value: ClaimRunResult) => void)[] = [];
    platform.onClaim = () => new Promise((resolve) => void answers.push(resolve));
    const first = runner.offer(offerOf('sync'));
    await clock.advance(10_000);
    await first;
    const second = runner.offer(offerOf('sync'));
    await settle();
    answers[0]?.(claimed());
    answers[1]?.({ claimed: false, reason: 'claimed' });
    await second;
    await settle();
    expect(runner.isBusy('sync')).toBe(true);
    runs[0]?.resolve();
    await settle();
    expect(runs).toHaveLength(1);
    expect(platform.outcomes).toEqual(['sync-1:success']);
    expect(runner.isBusy('sync')).toBe(false);
  });

  it('answered late while the callback of a later run goes on is finished as expired: the task does not overlap itself', async () => {
    const { platform, runner, define, clock } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    let answer: (value: ClaimRunResult) => void = () => undefined;
    const good = platform.onClaim;
    platform.onClaim = (request) => (request.taskId === 'sync-1' ? new Promise((resolve) => (answer = resolve)) : good(request));
    const first = runner.offer(offerOf('sync', 'sync-1'));
    await clock.advance(10_000);
    await first;
    const second = runner.offer(offerOf('sync', 'sync-2'));
    await settle();
    answer(claimed('sync-1'));
    await settle();
    expect(platform.outcomes).toEqual(['sync-1:expired']);
    runs[0]?.resolve();
    await second;
    expect(runs).toHaveLength(1);
    expect(platform.outcomes).toEqual(['sync-1:expired', 'sync-2:success']);
    expect(runner.isBusy('sync')).toBe(false);
  });

  it('answered after the task was redefined starts the new callback', async () => {
    const { platform, runner, define } = rig();
    const called: string[] = [];
    define('sync', () => void called.push('old'));
    let answer: (value: ClaimRunResult) => void = () => undefined;
    platform.onClaim = () => new Promise((resolve) => (answer = resolve));
    const offered = runner.offer(offerOf('sync'));
    await settle();
    define('sync', () => void called.push('new'));
    answer(claimed());
    await offered;
    expect(called).toEqual(['new']);
  });

  it('whose deadline has passed when it is answered does not start the callback', async () => {
    const { platform, runner, define, clock } = rig();
    let called = 0;
    define('sync', () => void called++);
    platform.onClaim = async () => {
      clock.jump(LIMIT);
      return claimed();
    };
    await runner.offer(offerOf('sync'));
    expect([called, platform.outcomes]).toEqual([0, ['sync-1:expired']]);
  });

  it('without the key timeoutMs (Android drops null) has no timeout', async () => {
    const { platform, runner, define, clock } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    platform.onClaim = async () => ({ claimed: true, token: 't', deadline: START + LIMIT }) as ClaimRunResult;
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(MINUTE);
    runs[0]?.resolve();
    await offered;
    expect(platform.outcomes).toEqual(['sync-1:success']);
  });
});

describe('finishing', () => {
  it('is repeated with the same token until it is answered', async () => {
    const { platform, runner, define, clock, warnings } = rig();
    define('sync', () => undefined);
    const answers = [() => Promise.reject(new Error('busy')), () => never<{ accepted: boolean }>(), async () => ({ accepted: false })];
    platform.onFinish = () => answers[platform.finished.length - 1]?.() ?? never();
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(MINUTE);
    await offered;
    expect(platform.finished).toHaveLength(3);
    expect(new Set(platform.finished.map((request) => JSON.stringify(request))).size).toBe(1);
    expect(warnings).toEqual([]);
  });

  it('ends after a bounded number of tries and says so', async () => {
    const { platform, runner, define, clock, warnings } = rig();
    define('sync', () => undefined);
    platform.onFinish = () => never();
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(MINUTE);
    await offered;
    expect(platform.finished).toHaveLength(4);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('NO_ANSWER');
    expect(clock.pendingTimers).toBe(0);
  });

  it('says nothing when the platform has settled an expired run by itself: both count the same grace', async () => {
    const { platform, runner, define, clock, warnings } = rig();
    define('sync', controlled().callback);
    platform.onFinish = async () => ({ accepted: false });
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(LIMIT + 2000);
    await offered;
    expect(platform.outcomes).toEqual(['sync-1:expired']);
    expect(warnings).toEqual([]);
  });

  it('warns when the platform did not accept a success: the work was done, the schedule does not know', async () => {
    const { platform, runner, define, warnings } = rig();
    define('sync', () => undefined);
    platform.onFinish = async () => ({ accepted: false });
    await runner.offer(offerOf('sync'));
    expect(platform.finished).toHaveLength(1);
    expect(warnings[0]).toContain('too late');
  });
});
