import type { ChannelMessage } from './channel-message.js';
import { decodeMessage } from './decode-message.js';

export interface Channel {
  post(message: ChannelMessage): void;
  close(): void;
}

export function openChannel(name: string, receive: (message: ChannelMessage) => void): Channel {
  const channel = broadcastChannel(name);
  channel?.addEventListener('message', ({ data }) => {
    const message = decodeMessage(data);
    if (message !== null) receive(message);
  });
  return {
    post: (message) => channel?.postMessage(message),
    close: () => channel?.close(),
  };
}

/** Null where there is none. Chromium's constructor throws where cookies are blocked: contexts then know of each other through the ledger alone. */
function broadcastChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
