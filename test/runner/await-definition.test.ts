import { describe, expect, it } from 'vitest';
import { createDefinitions, sharedDefinitions } from '../../src/runner/definitions.js';
import { settle } from '../support/fake-clock.js';
import { never, offerOf } from './fake-platform.js';
import { rig } from './rig.js';

describe('a runtime without the callback', () => {
  it('J01: waits two seconds, declines, and names what is defined; nothing hangs', async () => {
    const { clock, platform, runner, define, warnings } = rig();
    define('other', () => undefined);
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(1999);
    expect(platform.declined).toHaveLength(0);
    await clock.advance(1);
    await offered;
    expect(platform.declined).toEqual([{ taskId: 'sync-1', taskName: 'sync', runtimeId: 'runtime-1', reason: 'undefined' }]);
    expect(platform.claims).toHaveLength(0);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/"sync".*defineTask.*Defined: "other"\./s);
    expect(clock.pendingTimers).toBe(0);
  });

  it('runs at once when the definition comes within the grace', async () => {
    const { clock, platform, runner, define } = rig();
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(500);
    define('other', () => undefined);
    define('sync', () => undefined);
    await offered;
    expect(platform.outcomes).toEqual(['sync-1:success']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('takes the run at a later offer', async () => {
    const { clock, platform, runner, define, warnings } = rig();
    const first = runner.offer(offerOf('sync'));
    await clock.advance(2000);
    await first;
    const second = runner.offer(offerOf('sync'));
    await clock.advance(2000);
    await second;
    expect(warnings).toHaveLength(1);
    define('sync', () => undefined);
    await runner.offer(offerOf('sync'));
    expect(platform.outcomes).toEqual(['sync-1:success']);
  });

  it('declines with `runtime` when the task is not for it', async () => {
    const { platform, runner, define } = rig({ runtime: 'service-worker' });
    define('sync', () => undefined, ['page', 'headless']);
    await runner.offer(offerOf('sync'));
    expect(platform.declined).toMatchObject([{ reason: 'runtime' }]);
    expect(platform.claims).toHaveLength(0);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('gone'))],
    ['never answers', () => never<void>()],
  ])('is done although the decline %s', async (_what, onDecline) => {
    const { clock, platform, runner, warnings } = rig();
    platform.onDecline = onDecline;
    const offered = runner.offer(offerOf('sync'));
    await clock.advance(12_000);
    await offered;
    expect(warnings.some((text) => text.includes('could not be declined'))).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('definitions', () => {
  it('take any name, __proto__ and constructor too', async () => {
    const { platform, runner, define } = rig();
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(runner.isBusy(name)).toBe(false);
      define(name, () => undefined);
      await runner.offer(offerOf(name, `run-of-${name}`));
    }
    expect(platform.outcomes).toHaveLength(4);
    expect(platform.outcomes.every((outcome) => outcome.endsWith(':success'))).toBe(true);
    expect(createDefinitions().get('__proto__')).toBeUndefined();
  });

  it('are shared by all copies of the package in one context', () => {
    expect(sharedDefinitions()).toBe(sharedDefinitions());
    expect(Object.keys(globalThis)).not.toContain('definitions');
  });

  it('tell of each definition until the listener is removed', async () => {
    const definitions = createDefinitions();
    const heard: string[] = [];
    const off = definitions.onDefine(({ name }) => void heard.push(name));
    const define = (name: string): void => definitions.define({ name, callback: () => undefined, runtimes: null });
    define('a');
    define('a');
    off();
    define('b');
    await settle();
    expect(heard).toEqual(['a', 'a']);
    expect(definitions.names()).toEqual(['a', 'b']);
  });
});
