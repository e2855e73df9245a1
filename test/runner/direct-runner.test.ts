import { describe, expect, it } from 'vitest';
import { createDirectRunner } from '../../src/runner/direct-runner.js';
import { offerOf } from './fake-platform.js';
import { controlled, rig as rigWith } from './rig.js';

const rig = () => rigWith({ runtime: 'service-worker' }, createDirectRunner);

describe('the runner of workers', () => {
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

  it('finishes once more when the storage failed, and then leaves the run to its time limit', async () => {
    const { runner, platform, define, warnings } = rig();
    define('sync', () => undefined);
    const good = platform.onFinish;
    platform.onFinish = (request) => (platform.finished.length === 1 ? Promise.reject(new Error('storage')) : good(request));
    await runner.offer(offerOf('sync'));
    expect(platform.outcomes).toEqual(['sync-1:success', 'sync-1:success']);
    expect(warnings).toEqual([]);
    platform.onFinish = () => Promise.reject(new Error('storage'));
    await runner.offer(offerOf('sync', 'sync-2'));
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

  it('takes a run that it is given or offered twice once', async () => {
    const { runner, platform, define, clock } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    const claim = { token: 'own', deadline: clock.now() + 60_000, timeoutMs: null };
    const all = [runner.run(offerOf('sync'), claim), runner.run(offerOf('sync'), claim), runner.offer(offerOf('sync'))];
    await clock.advance(0);
    runs[0]?.resolve();
    await Promise.all(all);
    expect(runs).toHaveLength(1);
    expect(platform.claims).toEqual([]);
    expect(platform.finished).toMatchObject([{ token: 'own', outcome: 'success' }]);
  });
});
