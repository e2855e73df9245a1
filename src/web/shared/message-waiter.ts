import { createListeners } from '../../runner/listeners.js';
import type { Clock } from '../../runner/ports.js';
import type { ChannelMessage } from './channel.js';
import { isDead } from './runtime-lock.js';

/** What this context says to itself alone: its own runner has declined, or was refused the claim. */
export type OwnMessage = { readonly kind: 'declined-here' | 'refused'; readonly id: string };

type Told = Extract<ChannelMessage, { id: string }> | OwnMessage;

/** What is said of runs and wakes, for those who wait for it. */
export interface MessageWaiter {
  readonly hear: (message: ChannelMessage | OwnMessage) => void;
  /** The first message of these kinds for a run or a wake; null when its time is over, or when the runtime that is to send it has died. */
  readonly message: <Kind extends Told['kind']>(
    kinds: readonly Kind[],
    id: string,
    limitMs: number,
    runtimeId?: string | null,
  ) => Promise<Extract<Told, { kind: Kind }> | null>;
}

export function createMessageWaiter(clock: Clock): MessageWaiter {
  const messages = createListeners<ChannelMessage | OwnMessage>();
  return {
    hear: messages.tell,
    message: (kinds, id, limitMs, runtimeId = null) =>
      new Promise((resolve) => {
        const watching = new AbortController();
        const end = (message: ChannelMessage | OwnMessage | null): void => {
          watching.abort();
          off();
          cancel();
          resolve(message as never);
        };
        const off = messages.add(
          (message) => 'id' in message && message.id === id && (kinds as readonly string[]).includes(message.kind) && end(message),
        );
        const cancel = clock.after(limitMs, () => end(null));
        if (runtimeId !== null) void isDead(runtimeId, watching).then((dead) => dead && end(null));
      }),
  };
}
