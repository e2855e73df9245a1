import { WORKER_SCOPE } from '../../core/artifacts.js';
import { baseOfScope, SYNC_TAG } from '../shared/names.js';
import { unmarkedRequest } from '../shared/worker-messages.js';
import type { WorkerAnswer, WorkerRequest } from '../shared/worker-messages.js';
import { sharedDefinitions } from '../../runner/definitions.js';
import { workerRuntime } from './worker-runtime.js';
import type { WorkerRuntime } from './worker-runtime.js';

/**
 * Lets this service worker run background tasks. Call it synchronously at the top of the worker, beside the imports that define the
 * tasks: browsers take listeners only while the script is first evaluated. The build's own worker does so; an app's own worker may.
 * Outside a service worker it does nothing. @since 8.2.0
 */
export function listen(): void {
  const runtime = workerRuntime();
  if (runtime === null) return;
  const { scope } = runtime;
  // The app's own worker decides by itself when it takes over.
  if (scope.registration.scope.endsWith(`/${WORKER_SCOPE}`)) {
    scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
  }
  for (const [type, trigger] of [
    ['periodicsync', 'periodic-sync'],
    ['sync', 'sync'],
  ] as const) {
    scope.addEventListener(type, (event) => {
      if (event.tag === SYNC_TAG) event.waitUntil(wakeBySystem(runtime, trigger));
    });
  }
  scope.addEventListener('message', (event) => {
    runtime.runner.checkClock();
    const request = unmarkedRequest(event.data);
    const reply = (given: WorkerAnswer | null): void => event.ports[0]?.postMessage(given);
    const failed = (error: unknown): never => {
      // The page need not wait any longer. The browser reports the error itself.
      reply(null);
      throw error;
    };
    if (request !== null) event.waitUntil(answer(runtime, request).then(reply, failed));
  });
}

async function wakeBySystem({ scope, wake }: WorkerRuntime, trigger: 'periodic-sync' | 'sync'): Promise<void> {
  const again = await wake.run(trigger).catch(async (error: unknown) => {
    // The ledger may be of a later version, and then the server has newer code.
    await scope.registration.update().catch(() => undefined);
    throw error;
  });
  // Rejecting is the only way to ask the browser to repeat the event.
  if (again) throw new Error('A background task is to be tried again; see getTaskRunsAsync().');
}

async function answer(runtime: WorkerRuntime, request: WorkerRequest): Promise<WorkerAnswer> {
  let triggered = false;
  if (request.kind === 'wake') await runtime.wake.run(request.trigger);
  if (request.kind === 'offer') await runtime.runner.offer(request.run);
  if (request.kind === 'test') triggered = await runtime.wake.runTest(false, request.only);
  return { taskNames: sharedDefinitions().names(), base: baseOfScope(runtime.scope.registration.scope), triggered };
}
