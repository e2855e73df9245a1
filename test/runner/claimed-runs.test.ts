import { describe, expect, it } from 'vitest';
import { START } from '../support/fake-clock.js';
import { offerOf } from './fake-platform.js';
import { controlled, makeWorkerRunner, rig as rigWith } from './rig.js';

const rig = () => rigWith({ runtime: 'service-worker' }, makeWorkerRunner);

describe('the runner as a worker has it', () => {
  it('J01: declines what it does not define after the grace, and what is not for it at once', async () => {
    const { runner, platform, define, clock, warnings } = rig();
    define('page-only', () => undefined, ['page']);
    const undefinedTask = runner.offer(offerOf('sync'));
    await runner.offer(offerOf('page-only'));
    expect(platform.declined).toMatchObject([{ taskName: 'page-only', reason: 'runtime' }]);
    await clock.advance(2000);
    await undefinedTask;
    expect(platform.declined[1]).toMatchObject({ taskName: 'sync', reason: 'undefined' });
    expect(warnings[0]).toContain('"sync"');
  });

  it('J01: warns of an undefined task once, however often it is offered', async () => {
    const { runner, platform, clock, warnings } = rig();
    for (const taskId of ['sync-1', 'sync-2']) {
      const offered = runner.offer(offerOf('sync', taskId));
      await clock.advance(2000);
      await offered;
    }
    const other = runner.offer(offerOf('other'));
    await clock.advance(2000);
    await other;
    expect(platform.declined).toHaveLength(3);
    expect(warnings).toEqual([expect.stringContaining('"sync"'), expect.stringContaining('"other"')]);
  });

  it('tells the ending again when the storage failed, and leaves the run to its time limit in the end', async () => {
    const { runner, platform, define, warnings, clock } = rig();
    define('sync', () => undefined);
    const good = platform.onFinish;
    platform.onFinish = (request) => (platform.finished.length === 1 ? Promise.reject(new Error('storage')) : good(request));
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(1000);
    await offered;
    expect(platform.outcomes).toEqual(['sync-1:success', 'sync-1:success']);
    expect(warnings).toEqual([]);
    platform.onFinish = () => Promise.reject(new Error('storage'));
    const failing = runner.offer(offerOf('sync', 'sync-2'));
    await clock.advance(10_000);
    await failing;
    expect(warnings[0]).toContain('storage');
    expect(runner.isBusy('sync')).toBe(false);
  });

  it('lets go of a task whose claim failed or was refused', async () => {
    const { runner, platform, define, warnings } = rig();
    define('sync', () => undefined);
    platform.onClaim = () => Promise.reject(new Error('storage'));
    await runner.offer(offerOf('sync'));
    expect(warnings[0]).toContain('storage');
    platform.onClaim = async () => ({ claimed: false, reason: 'claimed' });
    await runner.offer(offerOf('sync'));
    expect(runner.isBusy('sync')).toBe(false);
    expect(platform.finished).toEqual([]);
  });

  it('runs what is claimed for it without a claim of its own', async () => {
    const { runner, platform, define } = rig();
    define('sync', () => undefined);
    await runner.runClaimed(offerOf('sync'), { token: 'own', deadline: START + 60_000, timeoutMs: null });
    expect(platform.claims).toEqual([]);
    expect(platform.finished).toMatchObject([{ token: 'own', outcome: 'success' }]);
  });

  it('takes a run that it is given or offered twice once', async () => {
    const { runner, platform, define, clock } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    const claim = { token: 'own', deadline: clock.now() + 60_000, timeoutMs: null };
    const all = [runner.runClaimed(offerOf('sync'), claim), runner.runClaimed(offerOf('sync'), claim), runner.offer(offerOf('sync'))];
    await clock.advance(0);
    runs[0]?.resolve();
    await Promise.all(all);
    expect(runs).toHaveLength(1);
    expect(platform.claims).toEqual([]);
    expect(platform.finished).toMatchObject([{ token: 'own', outcome: 'success' }]);
  });

  it('takes a run that is claimed for it while an offer of the same run still waits for its claim', async () => {
    const { runner, platform, define, clock } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    let refuse: () => void = () => undefined;
    platform.onClaim = () => new Promise((resolve) => (refuse = () => resolve({ claimed: false, reason: 'claimed' })));
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(0);
    const given = runner.runClaimed(offerOf('sync'), { token: 'own', deadline: clock.now() + 60_000, timeoutMs: null });
    refuse();
    await offered;
    await clock.advance(0);
    expect(runner.isBusy('sync')).toBe(true);
    runs[0]?.resolve();
    await given;
    expect(runs).toHaveLength(1);
    expect(platform.outcomes).toEqual(['sync-1:success']);
    expect(runner.isBusy('sync')).toBe(false);
  });

  it('an offer that is repeated waits for the run that it began', async () => {
    const { runner, define, clock } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    const ended: string[] = [];
    const first = runner.offer(offerOf('sync')).then(() => ended.push('first'));
    const again = runner.offer(offerOf('sync')).then(() => ended.push('again'));
    await clock.advance(0);
    expect(ended).toEqual([]);
    runs[0]?.resolve();
    await Promise.all([first, again]);
    expect(runs).toHaveLength(1);
  });
});
