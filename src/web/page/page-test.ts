import { SERVICE_WORKER_LIMIT_MS, WEB_GRACE_MS } from '../../core/constants.js';
import type { TriggerRequest } from '../../core/platform.js';
import type { TestScope } from '../shared/test-scope.js';
import { isAsked } from '../shared/test-scope.js';
import type { RunBroker } from '../shared/run-broker.js';
import type { PageWake } from './page-wake.js';
import type { WorkerLink } from './worker-link.js';

/** All runs of a test have settled in the worker by then, or the worker is dead. */
const WORKER_TEST_MS = SERVICE_WORKER_LIMIT_MS + WEB_GRACE_MS + 5000;

const NO_WORKER = {
  code: 'UNAVAILABLE',
  message: 'No service worker with background tasks answers here: nothing runs while the page is closed. See getStatusDetailsAsync().',
};

export interface PageTestPorts {
  readonly broker: RunBroker;
  readonly link: WorkerLink;
  readonly wake: PageWake;
  readonly runtimeId: string;
}

type TestRequest = Pick<TriggerRequest, 'headless' | 'taskName' | 'enqueuedId'>;

/** Opens a test run for every task, or for one task or item, and resolves when all have settled. False when none is registered. */
export async function runTest(
  { broker, link, wake, runtimeId }: PageTestPorts,
  { headless, taskName, enqueuedId }: TestRequest,
): Promise<boolean> {
  const only: TestScope = taskName === undefined ? null : { taskName, enqueuedId: enqueuedId ?? null };
  const answer = headless ? await link.request({ kind: 'test', only }, WORKER_TEST_MS) : null;
  if (answer !== null) return answer.triggered;
  const opened = await wake.openTest(only, runtimeId);
  // A real run that waits for its turn is left alone: it is due, and a test moves no schedule.
  if (headless) for (const run of opened.offerable.filter((one) => one.test)) await broker.settle(run, 'not-started', NO_WORKER);
  else {
    const giveBack = wake.lend();
    await wake.finish(opened, 'test', runtimeId).finally(giveBack);
  }
  // A test opens or joins a run of what it is asked for.
  return [...opened.held, ...opened.offerable].some((run) => isAsked(run, only));
}
