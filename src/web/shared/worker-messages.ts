import { decodeRunOffer, isTrigger } from '../../core/decode.js';
import { isObject } from '../../core/is-object.js';
import type { RunOffer } from '../../core/platform.js';
import type { TestScope } from './test-scope.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';

/** What a page asks of the service worker. The worker may be the app's own, so every other message there is not for us. */
export type WorkerRequest =
  | { readonly kind: 'ping' }
  | { readonly kind: 'wake'; readonly trigger: BackgroundTaskTrigger }
  | { readonly kind: 'offer'; readonly run: RunOffer }
  | { readonly kind: 'test'; readonly only?: TestScope };

export interface WorkerAnswer {
  readonly taskNames: readonly string[];
  /** The URL of the app that the worker serves; earlier versions of this package do not say. */
  readonly base?: string;
  /** Answers a `test`: false when no task is registered. */
  readonly triggered: boolean;
}

const MARK = 'capgo-background-task';

export function markedRequest(request: WorkerRequest): unknown {
  return { mark: MARK, request };
}

/** Returns null for what is not for us, and for what only a later version of this package would understand. */
export function unmarkedRequest(data: unknown): WorkerRequest | null {
  if (!isObject(data) || data['mark'] !== MARK || !isObject(data['request'])) return null;
  const { kind, trigger, run, only } = data['request'];
  if (kind === 'ping') return { kind };
  if (kind === 'test') return { kind, only: scopeOf(only) };
  if (kind === 'wake' && isTrigger(trigger)) return { kind, trigger };
  const offer = kind === 'offer' ? decodeRunOffer(run) : null;
  return offer?.kind === 'ok' ? { kind: 'offer', run: offer.value } : null;
}

/** A page of an earlier version does not say which, and means all. */
function scopeOf(only: unknown): TestScope {
  if (!isObject(only) || typeof only['taskName'] !== 'string') return null;
  return { taskName: only['taskName'], enqueuedId: typeof only['enqueuedId'] === 'string' ? only['enqueuedId'] : null };
}
