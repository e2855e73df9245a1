import { describe, expect, it } from 'vitest';
import { BackgroundTask, BackgroundTaskResult } from '../../src/index.js';
import { device, start } from './device.js';

const MINUTE = 60_000;
const PLATFORMS = ['android', 'ios', 'web'] as const;

/** What the task `send-note` was given, in the order of its runs, with the minute of each. */
function collect(results: readonly BackgroundTaskResult[] = []): { readonly data: unknown[]; readonly minutes: number[] } {
  const begun = device.now;
  const data: unknown[] = [];
  const minutes: number[] = [];
  BackgroundTask.defineTask('send-note', ({ data: given }) => {
    minutes.push(Math.round((device.now - begun) / MINUTE));
    data.push(given);
    return results[data.length - 1] ?? BackgroundTaskResult.Success;
  });
  return { data, minutes };
}

const runs = (): Promise<unknown[]> => BackgroundTask.getTaskRunsAsync({ taskName: 'send-note' });

describe.each(PLATFORMS)('work that happens once, on %s', (platform) => {
  it('an item is taken by the page on screen in the moment in which it is enqueued', async () => {
    start({ platform });
    const { data } = collect();
    await BackgroundTask.enqueueTaskAsync('send-note', { id: 'note-1', data: { text: 'milk' } });
    const before = device.now;
    await device.advance(0);
    expect(device.now).toBe(before);
    expect(data).toEqual([{ text: 'milk' }]);
    expect(await runs()).toMatchObject([{ outcome: 'success', trigger: 'enqueue', runtime: 'page', enqueuedId: 'note-1', final: true }]);
    expect(await BackgroundTask.getEnqueuedAsync()).toEqual([]);
  });

  it('an item written without a network goes when the network is back, also while the app is closed', async () => {
    start({ platform, state: { network: 'none' } });
    const { data } = collect();
    await BackgroundTask.enqueueTaskAsync('send-note', { data: 1 });
    await device.advance({ minutes: 10 });
    device.app.close();
    await device.advance({ hours: 1 });
    expect(data).toEqual([]);
    expect(device.explain('send-note')).toMatchObject({ enqueued: 1, blockedBy: [{ blocker: 'network', rule: null }] });
    device.set({ network: 'wifi' });
    await device.advance({ hours: 3 });
    expect(data).toEqual([1]);
  });

  it('an item that fails is tried again after its backoff, and is gone after its last attempt', async () => {
    start({ platform });
    const { Failed } = BackgroundTaskResult;
    const { data } = collect([Failed, Failed, Failed]);
    await BackgroundTask.enqueueTaskAsync('send-note', { maximumRetries: 2 });
    await device.advance({ hours: 1 });
    expect(data).toHaveLength(3);
    expect(await runs()).toMatchObject([
      { outcome: 'failed', final: true },
      { outcome: 'failed', final: false },
      { outcome: 'failed', final: false, trigger: 'enqueue' },
    ]);
  });

  it('an item whose process dies in mid-run runs again', async () => {
    start({ platform });
    const { data } = collect();
    await BackgroundTask.enqueueTaskAsync('send-note', { data: 7 });
    device.kill('mid-run');
    await device.advance(0);
    await device.app.open();
    await device.advance({ hours: 1 });
    expect(data).toEqual([7, 7]);
    expect(await runs()).toMatchObject([{ outcome: 'success' }, { outcome: 'lost', final: false }]);
  });

  it('the app can be woken for an item, and one that waits for its condition says so', async () => {
    start({ platform, state: { network: 'none' } });
    const { data } = collect();
    await BackgroundTask.enqueueTaskAsync('send-note', { initialDelay: 5 });
    await expect(device.wake('send-note')).rejects.toThrow(/waits for network/);
    device.set({ network: 'cellular' });
    await device.wake('send-note');
    expect(data).toHaveLength(1);
    await expect(device.wake('send-note')).rejects.toThrow(/neither registered on the device nor enqueued/);
    expect(device.explain('send-note')).toBeNull();
  });
});

describe('the one-off sync event of a browser', () => {
  it('comes at once, is repeated after 5 and 15 minutes while items wait, and then no more until the next visit', async () => {
    start({ platform: 'web', state: { periodicSync: 'denied' } });
    device.app.close();
    const { Failed } = BackgroundTaskResult;
    const { minutes } = collect([Failed, Failed, Failed]);
    await BackgroundTask.enqueueTaskAsync('send-note', { maximumRetries: 5 });
    await device.advance({ hours: 2 });
    expect(minutes).toEqual([0, 5, 20]);
    const explanation = device.explain('send-note');
    expect(explanation).toMatchObject({ nextAt: null, blockedBy: [{ blocker: 'permission' }] });
    await device.app.open();
    await device.advance(0);
    expect(minutes).toHaveLength(4);
  });

  it('is asked for anew by the next item, which takes the older one along', async () => {
    start({ platform: 'web' });
    device.app.close();
    const { Failed } = BackgroundTaskResult;
    const { data } = collect([Failed, Failed, Failed]);
    await BackgroundTask.enqueueTaskAsync('send-note', { data: 1, maximumRetries: 5 });
    await device.advance({ hours: 2 });
    expect(String(device.explain('send-note'))).toContain('gives up');
    await BackgroundTask.enqueueTaskAsync('send-note', { data: 2 });
    await device.advance({ minutes: 1 });
    expect(data).toEqual([1, 1, 1, 1, 2]);
  });
});
