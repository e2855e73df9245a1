import type { ExpireEvent, RunOffer } from '../core/platform.js';
import type { BackgroundTaskRun } from '../definitions.js';

const CHANNEL_NAME = 'capgo-background-task';

/** What the contexts of one origin tell each other. The ledger is the truth; a lost message only costs time. */
export type ChannelMessage =
  /** For the attached pages in that state of visibility. */
  | { readonly kind: 'offer'; readonly run: RunOffer; readonly to: 'visible' | 'hidden' }
  | { readonly kind: 'claimed'; readonly taskId: string }
  | { readonly kind: 'declined'; readonly taskId: string }
  | { readonly kind: 'settled'; readonly run: BackgroundTaskRun }
  | { readonly kind: 'expire'; readonly event: ExpireEvent }
  /** A registration came, changed or went. */
  | { readonly kind: 'tasks-changed' };

export interface Channel {
  post(message: ChannelMessage): void;
  close(): void;
}

export function openChannel(receive: (message: ChannelMessage) => void): Channel {
  if (typeof BroadcastChannel === 'undefined') return { post: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(CHANNEL_NAME);
  const hear = (event: MessageEvent<unknown>): void => {
    // Another version of this package, or anything else of this origin, may speak here.
    const message = event.data;
    if (typeof message === 'object' && message !== null && 'kind' in message) receive(message as ChannelMessage);
  };
  channel.onmessage = hear;
  if (typeof document !== 'undefined') {
    // Chromium hands messages to frozen pages too: a transaction begun on hearing one would block every other context until the thaw.
    document.addEventListener('freeze', () => (channel.onmessage = null));
    document.addEventListener('resume', () => (channel.onmessage = hear));
  }
  return {
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}
