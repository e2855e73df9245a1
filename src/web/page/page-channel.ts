import { openChannel } from '../shared/channel.js';
import type { ChannelMessage } from '../shared/channel-message.js';
import type { Channel } from '../shared/channel.js';

/**
 * Chromium hands messages to frozen pages too: a transaction begun on hearing one would block every other context until the thaw. That a run of this page
 * was cut or cancelled is told at the thaw.
 */
export function openPageChannel(name: string, receive: (message: ChannelMessage) => void): Channel {
  let frozen = false;
  const missed: ChannelMessage[] = [];
  document.addEventListener('freeze', () => (frozen = true));
  document.addEventListener('resume', () => {
    frozen = false;
    missed.splice(0).forEach(receive);
  });
  return openChannel(name, (message) => {
    if (!frozen) receive(message);
    else if (message.kind === 'expire') missed.push(message);
  });
}
