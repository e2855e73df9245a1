import { describe, expect, it } from 'vitest';
import { createReferencePlugin } from '../../src/api/reference-plugin.js';
import { settle } from '../support/fake-clock.js';
import { inert, rig } from './rig.js';

// What it does where it should is shown in a browser, by test/reference. This is what it does where it should not.
describe('NativeBackgroundTask', () => {
  const plugin = () => {
    const parts = rig();
    return { ...parts, native: createReferencePlugin(() => parts.task, () => parts.runner) }; // prettier-ignore
  };

  it('refuses a task that is not defined, an unknown event and a listener that is no function', async () => {
    const { native } = plugin();
    await expect(native.registerTask({ taskName: 'nobody' })).rejects.toMatchObject({ code: 'TASK_NOT_DEFINED' });
    await expect(native.addListener('other' as never, () => undefined)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    await expect(native.addListener('backgroundTask', undefined as never)).rejects.toMatchObject({ code: 'INVALID_CALLBACK' });
  });

  it('a listener that throws is reported, and the callback runs', async () => {
    const { native, task, warnings, memory } = plugin();
    let ran = 0;
    task.defineTask('sync', () => void ran++);
    await task.registerTaskAsync('sync');
    await native.addListener('backgroundTask', () => {
      throw new Error('thrown by the app');
    });
    await native.triggerTaskWorkerForTesting();
    await settle();
    expect(ran).toBe(1);
    expect(memory.log).toMatchObject([{ outcome: 'success' }]);
    expect(warnings).toEqual([expect.stringMatching(/start listener.*thrown by the app/)]);
  });

  it('finishes a run of its id only, and no run of another runtime', async () => {
    const { native, task, memory } = plugin();
    task.defineTask('sync', () => new Promise<never>(() => undefined));
    await task.registerTaskAsync('sync');
    await settle();
    memory.wake('sync', 'timer');
    await settle();
    await native.finish({ taskId: 'run-of-another-runtime', taskName: 'sync' });
    expect(memory.log).toEqual([]);
    const [run] = await task.getPendingTaskRunsAsync();
    await native.finish({ taskId: run?.taskId ?? '' });
    expect(memory.log).toMatchObject([{ outcome: 'success' }]);
  });

  it('on a server its methods reject, and finish and listeners do nothing', async () => {
    const native = createReferencePlugin(inert, () => null);
    await expect(native.getStatus()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(native.finish({ taskId: 'any' })).resolves.toBeUndefined();
    const handle = await native.addListener('backgroundTask', () => undefined);
    await expect(handle.remove()).resolves.toBeUndefined();
  });
});
