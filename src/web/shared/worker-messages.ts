import { isObject } from '../../core/is-object.js';
import type { RunOffer } from '../../core/platform.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';

/** What a page asks of the service worker. The worker may be the app's own: everything else there is not for us. */
export type WorkerRequest =
  | { readonly kind: 'ping' }
  | { readonly kind: 'wake'; readonly trigger: BackgroundTaskTrigger }
  | { readonly kind: 'offer'; readonly run: RunOffer }
  | { readonly kind: 'test' };

export interface WorkerAnswer {
  readonly taskNames: readonly string[];
  /** Of a `test`: false when no task is registered. */
  readonly triggered: boolean;
}

const MARK = 'capgo-background-task';

export function markedRequest(request: WorkerRequest): unknown {
  return { mark: MARK, request };
}

export function unmarkedRequest(data: unknown): WorkerRequest | null {
  return isObject(data) && data['mark'] === MARK && isObject(data['request']) ? (data['request'] as unknown as WorkerRequest) : null;
}
