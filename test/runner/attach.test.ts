import { describe, expect, it } from 'vitest';
import { BackgroundTaskError } from '../../src/errors.js';
import { settle } from '../support/fake-clock.js';
import { never, offerOf } from './fake-platform.js';
import { MINUTE, rig } from './rig.js';

const nothing = (): void => undefined;

describe('attaching', () => {
  it('tells the names of a burst once, and only those that may run here', async () => {
    const { platform, runner, define } = rig();
    define('a', nothing);
    const attached = runner.attach();
    void runner.attach();
    define('b', nothing);
    define('elsewhere', nothing, ['service-worker']);
    await attached;
    await settle();
    expect(platform.attached).toEqual([{ contractVersion: 2, runtimeId: 'runtime-1', runtime: 'page', taskNames: ['a', 'b'] }]);
  });

  it('tells of further names with the whole list, of a redefinition nothing', async () => {
    const { platform, runner, define } = rig();
    define('a', nothing);
    await runner.attach();
    define('a', nothing);
    await settle();
    expect(platform.attached).toHaveLength(1);
    define('b', nothing);
    define('c', nothing);
    await settle();
    expect(platform.attached.map(({ taskNames }) => taskNames)).toEqual([['a'], ['a', 'b', 'c']]);
    await runner.attach(true);
    expect(platform.attached).toHaveLength(2);
    await runner.attach();
    expect(platform.attached).toHaveLength(3);
  });

  it('does not listen to definitions before it is asked to', async () => {
    const { platform, define } = rig();
    define('a', nothing);
    await settle();
    expect(platform.attached).toHaveLength(0);
  });

  it('a definition that comes while the answer is awaited is told in a second call', async () => {
    const { platform, runner, define } = rig();
    const answers: (() => void)[] = [];
    platform.onAttach = () => new Promise((resolve) => void answers.push(() => resolve({ contractVersion: 2, runs: [] })));
    define('a', nothing);
    void runner.attach();
    await settle();
    define('b', nothing);
    await settle();
    expect(platform.attached).toHaveLength(1);
    answers[0]?.();
    await settle();
    expect(platform.attached.map(({ taskNames }) => taskNames)).toEqual([['a'], ['a', 'b']]);
  });

  it('takes the open runs that the platform answers with', async () => {
    const { platform, runner, define } = rig();
    define('sync', nothing);
    platform.onAttach = async () => ({ contractVersion: 2, runs: [offerOf('sync')] });
    await runner.attach();
    await settle();
    expect(platform.outcomes).toEqual(['sync-1:success']);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('storage'))],
    [
      'throws',
      () => {
        throw new Error('storage');
      },
    ],
    ['never answers', () => never<never>()],
  ])('is tried again, ever more slowly, when the platform %s; it warns once', async (_what, onAttach) => {
    const { platform, runner, define, clock, warnings } = rig();
    define('a', nothing);
    const good = platform.onAttach;
    platform.onAttach = onAttach;
    const attached = runner.attach();
    await clock.advance(10_000);
    await attached;
    await clock.advance(10 * MINUTE);
    const tries = platform.attached.length;
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(20);
    expect(warnings).toHaveLength(1);
    platform.onAttach = good;
    await clock.advance(80_000);
    expect(clock.pendingTimers).toBe(0);
    const healed = platform.attached.length;
    await clock.advance(10 * MINUTE);
    expect(platform.attached).toHaveLength(healed);
  });

  it('a definition while it is tried again takes the place of the next try', async () => {
    const { platform, runner, define, clock } = rig();
    define('a', nothing);
    const good = platform.onAttach;
    platform.onAttach = () => Promise.reject(new Error('storage'));
    await runner.attach();
    platform.onAttach = good;
    define('b', nothing);
    await clock.advance(10 * MINUTE);
    expect(platform.attached.map(({ taskNames }) => taskNames)).toEqual([['a'], ['a', 'b']]);
  });

  it('an outdated native part is said once and not asked again', async () => {
    const { platform, runner, define, clock, warnings } = rig();
    define('a', nothing);
    platform.onAttach = () => Promise.reject(new BackgroundTaskError('PLUGIN_OUTDATED', 'attach is not implemented'));
    await runner.attach();
    await clock.advance(MINUTE);
    expect(platform.attached).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('PLUGIN_OUTDATED');
  });

  it('an older contract is said, and the runs are taken all the same', async () => {
    const { platform, runner, define, warnings } = rig();
    define('sync', nothing);
    platform.onAttach = async () => ({ contractVersion: 1, runs: [offerOf('sync')] });
    await runner.attach();
    await settle();
    expect(warnings[0]).toContain('PLUGIN_OUTDATED');
    expect(platform.outcomes).toEqual(['sync-1:success']);
  });

  it('an answer without runs (Android drops empty values) is no failure', async () => {
    const { platform, runner, define, warnings } = rig();
    define('sync', nothing);
    platform.onAttach = async () => ({ contractVersion: 2 }) as never;
    await runner.attach();
    expect(warnings).toEqual([]);
  });
});
