import { createListeners } from '../../runner/listeners.js';
import type { Clock } from '../../runner/ports.js';
import type { ChannelMessage } from './channel-message.js';
import { isDead } from './runtime-lock.js';

/** What no other context is told: this context's own runner has declined, or was refused the claim. */
export type OwnMessage = { readonly kind: 'declined-here' | 'refused'; readonly id: string };

type Told = Extract<ChannelMessage, { id: string }> | OwnMessage;

/** Hands the messages about runs and wakes to those who wait for them. */
export interface MessageWaiter {
  readonly hear: (message: ChannelMessage | OwnMessage) => void;
  /**
   * Resolves with the first message of these kinds for a run or a wake. With `runtimeId` only that runtime may be its sender, where the message names one.
   * Null when the time is over, or when that runtime has died.
   */
  readonly message: <Kind extends Told['kind']>(
    kinds: readonly Kind[],
    id: string,
    limitMs: number,
    runtimeId?: string | null,
  ) => Promise<Extract<Told, { kind: Kind }> | null>;
  /** Calls back with each message of this kind for a run or a wake. Returns a function that ends it. */
  readonly each: <Kind extends Told['kind']>(kind: Kind, id: string, call: (message: Extract<Told, { kind: Kind }>) => void) => () => void;
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
        const isAwaited = (message: ChannelMessage | OwnMessage): boolean =>
          'id' in message &&
          message.id === id &&
          (kinds as readonly string[]).includes(message.kind) &&
          (runtimeId === null || !('runtimeId' in message) || message.runtimeId === runtimeId);
        const off = messages.add((message) => isAwaited(message) && end(message));
        const cancel = clock.after(limitMs, () => end(null));
        if (runtimeId !== null) void isDead(runtimeId, watching).then((dead) => dead && end(null));
      }),
    each: (kind, id, call) =>
      messages.add((message) => 'id' in message && message.id === id && message.kind === kind && call(message as never)),
  };
}
