import { openChannel } from '../shared/channel.js';
import type { ChannelMessage } from '../shared/channel-message.js';
import type { Channel } from '../shared/channel.js';

/** Chromium hands messages to frozen pages too: a transaction begun on hearing one would block every other context until the thaw. */
export function openPageChannel(name: string, receive: (message: ChannelMessage) => void): Channel {
  let frozen = false;
  document.addEventListener('freeze', () => (frozen = true));
  document.addEventListener('resume', () => (frozen = false));
  return openChannel(name, (message) => frozen || receive(message));
}
