import { WORKER_FILE } from '../../core/artifacts.js';
import type { BackgroundTaskStatusReason } from '../../definitions.js';
import { TRUSTED_TYPES_POLICY } from './worker-script-url.js';

// Why no worker serves this page, as the status and the warnings say it.

export const WORKER_MISSING: BackgroundTaskStatusReason = {
  code: 'WORKER_MISSING',
  message:
    'No worker with background tasks was found. Add backgroundTask({ tasks }) to the Vite plugins, or call listen() in your own worker.',
};

/** `error` is what the browser said when it was asked to register the build's worker. */
export function registrationFailure(base: string, error: unknown): BackgroundTaskStatusReason {
  const said = String(error);
  // Only the choice of the advice depends on the browser's words. A server that answers with an HTML page has no such file either.
  if (/\b404\b|MIME/i.test(said)) return { ...WORKER_MISSING, message: `${WORKER_MISSING.message} (The browser says: ${said})` };
  return {
    code: 'WORKER_NOT_REGISTERED',
    message: `The browser did not register ${new URL(WORKER_FILE, base).href}: ${said} Look whether the network is there, whether this site may have service workers, and whether the page's content security policy allows it (worker-src 'self'; trusted-types ${TRUSTED_TYPES_POLICY}).`,
  };
}

export function silentWorker(scriptUrl: string, limitMs: number): BackgroundTaskStatusReason {
  return {
    code: 'WORKER_SILENT',
    message: `The worker ${scriptUrl} did not answer within ${limitMs / 1000} s. Call listen() at its top, and look for errors in its console.`,
  };
}

export function workerElsewhere(scriptUrl: string, its: string, base: string): BackgroundTaskStatusReason {
  return {
    code: 'WORKER_ELSEWHERE',
    message: `The worker ${scriptUrl} serves the app at ${its}, this page belongs to the app at ${base}. Register the worker with that scope, or say the base in <base href> or <meta name="capgo-background-task">.`,
  };
}
