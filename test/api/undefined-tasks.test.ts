import { afterEach, expect, it, vi } from 'vitest';
import { warnOfUndefinedTasks } from '../../src/api/undefined-tasks.js';
import { settle } from '../support/fake-clock.js';
import { rig } from './rig.js';

afterEach(() => vi.unstubAllGlobals());

/** A page whose app gave up "old" and defines "late" only after its first tick. */
async function started() {
  const { task, memory, clock, definitions, warnings } = rig();
  for (const name of ['sync', 'late', 'old']) {
    task.defineTask(name, () => undefined);
    await task.registerTaskAsync(name);
  }
  const now = rig();
  now.task.defineTask('sync', () => undefined);
  const parts = { clock, definitions: () => now.definitions, log: { warn: (line: string) => void warnings.push(line) } };
  void warnOfUndefinedTasks(parts, { platform: memory });
  await settle();
  return { clock, warnings, task: now.task, definitions };
}

it('names the registered tasks that have no callback, once late definitions have had their time', async () => {
  const { clock, warnings, task } = await started();
  await clock.advance(1900);
  expect(warnings).toEqual([]);
  task.defineTask('late', () => undefined);
  await clock.advance(200);
  expect(warnings).toEqual([expect.stringMatching(/not defined in this page: "old"\. .*defineTask.*unregisterTaskAsync/)]);
});

it('waits until the page has loaded', async () => {
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', { readyState: 'loading' });
  const { clock, warnings } = await started();
  await clock.advance(60_000);
  expect(warnings).toEqual([]);
  page.dispatchEvent(new Event('load'));
  await settle();
  await clock.advance(2000);
  expect(warnings).toHaveLength(1);
});

it('is silent when every registered task is defined', async () => {
  const { clock, warnings, task } = await started();
  for (const name of ['late', 'old']) task.defineTask(name, () => undefined);
  await clock.advance(2000);
  expect(warnings).toEqual([]);
});
