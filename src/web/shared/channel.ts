import { isObject } from '../../core/is-object.js';
import type { ExpireEvent, RunOffer } from '../../core/platform.js';
import type { BackgroundTaskRun, BackgroundTaskTrigger } from '../../definitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';

const CHANNEL_NAME = 'capgo-background-task';

/** What the contexts of one origin tell each other. The ledger is the truth; a lost message only costs time. `id`: of the run, or of the wake. */
export type ChannelMessage =
  /** For the attached pages in that state of visibility. */
  | { readonly kind: 'offer'; readonly run: RunOffer; readonly to: 'visible' | 'hidden' }
  | WakeMessage
  /** A page does that wake; it has done it. */
  | { readonly kind: 'wake-taken'; readonly id: string; readonly runtimeId: string }
  | { readonly kind: 'wake-done'; readonly id: string; readonly runtimeId: string }
  | { readonly kind: 'claimed'; readonly id: string; readonly run: ClaimedRun }
  | { readonly kind: 'declined'; readonly id: string }
  | { readonly kind: 'settled'; readonly id: string; readonly run: BackgroundTaskRun }
  | { readonly kind: 'expire'; readonly event: ExpireEvent }
  /** A registration came, changed or went. */
  | { readonly kind: 'tasks-changed' };

/** For the attached pages on screen: a worker was woken and leaves its wake to them. */
export interface WakeMessage {
  readonly kind: 'wake';
  readonly id: string;
  readonly to: 'visible';
  readonly trigger: BackgroundTaskTrigger;
  /** When the wake ends for the callbacks, whoever runs them. */
  readonly deadline: number;
  /** The worker's. */
  readonly runtimeId: string;
}

export interface Channel {
  post(message: ChannelMessage): void;
  close(): void;
}

export function openChannel(receive: (message: ChannelMessage) => void): Channel {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL_NAME);
  // Another version of this package, or anything else of this origin, may speak here.
  channel?.addEventListener('message', ({ data }) => isObject(data) && 'kind' in data && receive(data as unknown as ChannelMessage));
  return {
    post: (message) => channel?.postMessage(message),
    close: () => channel?.close(),
  };
}
