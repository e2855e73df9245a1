import type { ExpireEvent, ProgressEvent, RunOffer } from '../../core/platform.js';
import type { SettledRun } from '../../core/records.js';
import type { BackgroundTaskTrigger } from '../../definitions.js';
import type { ClaimedRun } from '../../core/run-transitions.js';

/** What the contexts of one app tell each other. The ledger is the truth; a lost message only costs time. `id` is that of the run, or of the wake. */
export type ChannelMessage =
  /** Offers a run to the attached pages in that state of visibility. */
  | { readonly kind: 'offer'; readonly run: RunOffer; readonly to: 'visible' | 'hidden' }
  | WakeMessage
  /** A page has taken that wake of the worker; later: it has done it. */
  | { readonly kind: 'wake-taken'; readonly id: string; readonly runtimeId: string }
  | { readonly kind: 'wake-done'; readonly id: string; readonly runtimeId: string }
  | { readonly kind: 'claimed'; readonly id: string; readonly run: ClaimedRun }
  | { readonly kind: 'declined'; readonly id: string }
  | { readonly kind: 'settled'; readonly id: string; readonly run: SettledRun }
  /** The holder of a cancelled run has returned: the next work of its task may begin. */
  | { readonly kind: 'vacated'; readonly id: string }
  | { readonly kind: 'progress'; readonly event: ProgressEvent }
  | { readonly kind: 'expire'; readonly event: ExpireEvent }
  /** A registration came, changed or went. */
  | { readonly kind: 'tasks-changed' };

/** Tells the attached pages on screen that a worker was woken and leaves its wake to them. */
export interface WakeMessage {
  readonly kind: 'wake';
  readonly id: string;
  readonly to: 'visible';
  readonly trigger: BackgroundTaskTrigger;
  /** When the wake ends for the callbacks, whoever runs them. */
  readonly deadline: number;
  /** The id of the worker. */
  readonly runtimeId: string;
}
