import { describe, expect, it } from 'vitest';
import { settle } from '../support/fake-clock.js';
import { offerOf } from './fake-platform.js';
import { MINUTE, controlled, rig } from './rig.js';

const names = Array.from({ length: 10 }, (_, index) => `task-${index}`);

describe('concurrency', () => {
  it('J05: at most four callbacks run; a waiting offer is claimed, in order, when it has a slot', async () => {
    const { platform, runner, define } = rig();
    const tasks = names.map((name) => ({ name, ...controlled() }));
    for (const { name, callback } of tasks) define(name, callback);
    const offered = names.map((name) => runner.offer(offerOf(name)));
    for (let ended = 0; ended < names.length; ended++) {
      await settle();
      const running = tasks.filter(({ runs }) => runs.length > 0).length - ended;
      expect(running).toBe(Math.min(4, names.length - ended));
      expect(platform.claims.map(({ taskName }) => taskName)).toEqual(names.slice(0, ended + running));
      tasks[ended]?.runs[0]?.resolve();
    }
    await Promise.all(offered);
    expect(platform.finished).toHaveLength(names.length);
  });

  it('J05: a task never overlaps itself: another run of it is declined as busy', async () => {
    const { platform, runner, define } = rig();
    const { runs, callback } = controlled();
    define('sync', callback);
    const first = runner.offer(offerOf('sync'));
    await runner.offer(offerOf('sync', 'sync-2'));
    expect(platform.declined).toMatchObject([{ taskId: 'sync-2', reason: 'busy' }]);
    runs[0]?.resolve();
    await first;
    expect(runs).toHaveLength(1);
  });

  it('a zombie keeps its task busy but no slot', async () => {
    const { runner, define, clock, platform } = rig();
    const zombies = names.slice(0, 4);
    for (const name of zombies) define(name, controlled().callback);
    define('sync', () => undefined);
    platform.deadline = clock.now() + 1000;
    const offered = zombies.map((name) => runner.offer(offerOf(name)));
    await clock.advance(3000);
    await Promise.all(offered);
    platform.deadline = clock.now() + MINUTE;
    await runner.offer(offerOf('sync'));
    expect(platform.outcomes.at(-1)).toBe('sync-1:success');
    expect(zombies.every((name) => runner.isBusy(name))).toBe(true);
  });

  it('four callbacks that wait for a fifth task do not wait for ever: their slots are lent', async () => {
    const { runner, define, platform } = rig();
    let fifth: (() => void) | null = null;
    const fifthRan = new Promise<void>((resolve) => (fifth = resolve));
    for (const name of names.slice(0, 4)) {
      define(name, async () => {
        const giveBack = runner.lendSlot();
        await fifthRan;
        giveBack();
        giveBack();
      });
    }
    define('fifth', () => fifth?.());
    await Promise.all([...names.slice(0, 4), 'fifth'].map((name) => runner.offer(offerOf(name))));
    expect(platform.finished).toHaveLength(5);
  });

  it('nothing is lent to a caller outside of any callback, and what was lent is taken back', async () => {
    const { runner, define, platform } = rig();
    runner.lendSlot();
    const tasks = names.map((name) => ({ name, ...controlled() }));
    for (const { name, callback } of tasks) define(name, callback);
    for (const name of names) void runner.offer(offerOf(name));
    await settle();
    expect(platform.claims).toHaveLength(4);
    const giveBack = runner.lendSlot();
    await settle();
    expect(platform.claims).toHaveLength(5);
    giveBack();
    tasks[0]?.runs[0]?.resolve();
    await settle();
    expect(platform.claims).toHaveLength(5);
    tasks[1]?.runs[0]?.resolve();
    await settle();
    expect(platform.claims).toHaveLength(6);
  });
});
