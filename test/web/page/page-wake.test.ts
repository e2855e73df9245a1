import { afterEach, beforeEach, expect, test } from 'vitest';
import { runTest } from '../../../src/web/page/page-test.js';
import type { WorkerLink } from '../../../src/web/page/worker-link.js';
import { settle } from '../../support/fake-clock.js';
import { TASK_OPTIONS } from '../../support/task-options.js';
import { Rig } from '../rig.js';

let rig: Rig;

beforeEach(() => {
  rig = new Rig();
});
afterEach(() => rig.close());

/** A worker that is there, and does with a request what the test says. */
const workerThat = (request: WorkerLink['request']): Pick<WorkerLink, 'find' | 'request'> => ({
  find: async () => ({}) as ServiceWorkerRegistration,
  request,
});

test('F-P08: a worker that is slow to answer has not declined: the run has not started, and the task stays due', async () => {
  const page = rig.page({ visibility: 'visible', link: workerThat(() => new Promise(() => undefined)) });
  page.define('other', () => undefined);
  await rig.due('sync');
  const woken = page.wake.runDue('timer');
  await rig.clock.advance(20_000);
  await woken;
  expect(await rig.log()).toEqual(['sync not-started -']);
  const [run] = await rig.ledger.settledRuns({ limit: 1 });
  expect(run?.error?.code).toBe('SCRIPT_SILENT');
  const [task] = await rig.ledger.tasks(rig.clock.now());
  expect([task?.undefinedAt, task?.backoffCount]).toEqual([null, 1]);
});

test('a task that the page and the worker have both declined is undefined', async () => {
  const worker = rig.worker();
  const link = workerThat(async (request) => {
    if (request.kind === 'offer') await worker.runner.offer(request.run);
    return { taskNames: [], triggered: false };
  });
  const page = rig.page({ visibility: 'visible', link });
  page.define('other', () => undefined);
  await rig.due('sync');
  const woken = page.wake.runDue('timer');
  await rig.clock.advance(20_000);
  await woken;
  expect(await rig.log()).toEqual(['sync undefined -']);
});

test('F-P14: a headless test without a worker settles its own runs only, and moves no schedule', async () => {
  const page = rig.page();
  await rig.due('waiting');
  await rig.ledger.register('idle', TASK_OPTIONS, rig.clock.now());
  // A real run that waits for its turn.
  await rig.ledger.open({ trigger: 'timer', now: rig.clock.now(), deadline: null, conditions: {}, named: [] });
  const before = await rig.ledger.tasks(rig.clock.now());
  const link = { request: async () => null } as unknown as WorkerLink;
  expect(await runTest({ broker: page.broker, link, wake: page.wake, runtimeId: page.runtimeId }, { headless: true })).toBe(true);
  await settle();
  expect(await rig.log()).toEqual(['idle not-started -']);
  expect((await rig.ledger.openRuns()).map((run) => [run.taskName, run.test])).toEqual([['waiting', false]]);
  const after = await rig.ledger.tasks(rig.clock.now());
  expect(after.map((task) => ({ ...task, lastRun: null }))).toEqual(before);
});
