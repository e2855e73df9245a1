import { describe, expect, it } from 'vitest';
import type { BackgroundTaskExecution } from '../../src/definitions.js';
import { settle, START } from '../support/fake-clock.js';
import { offerOf, tokenOf } from './fake-platform.js';
import { controlled, rig, RUNNERS } from './rig.js';

/** Has one run of "send" under way, and returns what its callback was given. */
async function running(
  it: ReturnType<typeof rig>,
  claim: object = {},
): Promise<{ execution: BackgroundTaskExecution; resolve: () => void }> {
  const work = controlled();
  it.define('send', work.callback);
  const { deadline } = it.platform;
  it.platform.onClaim = async ({ taskId }) => ({ claimed: true, token: tokenOf(taskId), deadline, timeoutMs: null, ...claim });
  void it.runner.offer(offerOf('send'));
  await settle();
  const [run] = work.runs;
  if (run === undefined) throw new Error('the callback was not called');
  return { execution: run.execution, resolve: () => run.resolve() };
}

describe.each(RUNNERS)('%s', (_, make) => {
  it('gives the callback the data and the id of the item that the claim names', async () => {
    const { execution } = await running(rig({}, make), { enqueuedId: 'note-1', data: '{"text":"hello","list":[1]}' });
    expect(execution).toMatchObject({ enqueuedId: 'note-1', data: { text: 'hello', list: [1] } });
  });

  it('gives null for a registration, also when the platform says nothing of items', async () => {
    expect((await running(rig({}, make))).execution).toMatchObject({ enqueuedId: null, data: null });
    expect((await running(rig({}, make), { enqueuedId: null, data: null })).execution).toMatchObject({ enqueuedId: null, data: null });
  });

  it('a cancelled item aborts with CANCELLED, tells no expiration, and finishes nothing', async () => {
    const it = rig({}, make);
    const { execution, resolve } = await running(it, { enqueuedId: 'note-1' });
    it.runner.expire({ taskId: 'send-1', taskName: 'send', token: 'token-send-1', reason: 'cancelled', settlesAt: START });
    expect(execution.signal.reason).toMatchObject({ code: 'CANCELLED' });
    resolve();
    await settle();
    expect(it.expirations).toEqual([]);
    expect(it.platform.finished).toEqual([]);
  });

  it('a cancelled item that is heard of before its claim is answered is not begun', async () => {
    const it = rig({}, make);
    const work = controlled();
    it.define('send', work.callback);
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    it.platform.onClaim = async () => {
      await answered;
      return { claimed: true, token: 'token-send-1', deadline: it.platform.deadline, timeoutMs: null };
    };
    void it.runner.offer(offerOf('send'));
    await settle();
    it.runner.expire({ taskId: 'send-1', taskName: 'send', token: 'token-send-1', reason: 'cancelled', settlesAt: START });
    answer();
    await settle();
    expect(work.runs).toEqual([]);
    expect(it.platform.finished).toEqual([]);
  });

  it('tells progress at once, then the newest value at most four times a second, and the last one with the ending', async () => {
    const it = rig({}, make);
    const { execution, resolve } = await running(it);
    const { setProgress } = execution;
    for (const percent of [1, 2, 3]) setProgress({ percent });
    expect(it.platform.progress).toEqual([{ taskId: 'send-1', taskName: 'send', token: 'token-send-1', progress: '{"percent":1}' }]);
    await it.clock.advance(249);
    expect(it.platform.progress).toHaveLength(1);
    await it.clock.advance(1);
    expect(it.platform.progress.map(({ progress }) => progress)).toEqual(['{"percent":1}', '{"percent":3}']);
    await it.clock.advance(10_000);
    expect(it.platform.progress, 'what has not changed is not told again').toHaveLength(2);
    setProgress(4);
    setProgress(5);
    resolve();
    await settle();
    await it.clock.advance(1000);
    expect(it.platform.progress.map(({ progress }) => progress).slice(2)).toEqual(['4']);
    expect(it.platform.finished).toEqual([expect.objectContaining({ outcome: 'success', progress: '5' })]);
  });

  it('a hundred values a second for ten seconds are told forty times', async () => {
    const it = rig({}, make);
    const { execution } = await running(it);
    for (let value = 0; value < 1000; value++) {
      execution.setProgress(value);
      await it.clock.advance(10);
    }
    expect(it.platform.progress.length).toBeGreaterThan(35);
    expect(it.platform.progress.length).toBeLessThanOrEqual(41);
  });

  it('progress after the end does nothing, and wrong progress throws whenever it comes', async () => {
    const it = rig({}, make);
    const { execution, resolve } = await running(it);
    const invalid = expect.objectContaining({ code: 'INVALID_PROGRESS' }) as Error;
    expect(() => execution.setProgress(undefined)).toThrow(invalid);
    expect(() => execution.setProgress('x'.repeat(1023))).toThrow(invalid);
    execution.setProgress('x'.repeat(1022));
    resolve();
    await settle();
    execution.setProgress(1);
    expect(() => execution.setProgress(NaN)).toThrow(invalid);
    await it.clock.advance(1000);
    expect(it.platform.progress).toHaveLength(1);
  });

  it('a platform that knows no progress does no harm', async () => {
    const it = rig({}, make);
    it.platform.onProgress = () => Promise.reject(new Error('UNIMPLEMENTED'));
    const { execution, resolve } = await running(it);
    execution.setProgress(1);
    resolve();
    await settle();
    expect(it.platform.outcomes).toEqual(['send-1:success']);
    expect(it.warnings).toEqual([]);
  });
});
