import type { ChannelMessage } from '../../src/web/shared/channel-message.js';
import type { Channel } from '../../src/web/shared/channel.js';
import { currentContext } from './fake-locks.js';
import type { WebContext } from './web-context.js';

/** The BroadcastChannel of an app: nobody hears themselves, a frozen worker hears later, a frozen page what its own channel keeps, a dead context nothing. */
export class FakeChannels {
  readonly #channels = new Map<object, { readonly context: WebContext; readonly receive: (message: ChannelMessage) => void }>();

  open(context: WebContext, receive: (message: ChannelMessage) => void): Channel {
    const key = {};
    this.#channels.set(key, { context, receive });
    return {
      post: (message) => {
        if (!context.isDead) this.#post(context, key, message);
      },
      close: () => void this.#channels.delete(key),
    };
  }

  /** What a context had said before it died arrives only now. */
  speakAgain(dead: WebContext): void {
    for (const message of dead.said) this.#post(dead, null, message);
  }

  closeAllOf(context: WebContext): void {
    for (const [key, one] of this.#channels) if (one.context === context) this.#channels.delete(key);
  }

  #post(from: WebContext, key: object | null, message: ChannelMessage): void {
    from.said = [...from.said, message].slice(-3);
    const copy = structuredClone(message);
    for (const [other, { context, receive }] of this.#channels) {
      if (other === key) continue;
      const deliver = (): void => {
        if (context.isDead) return;
        if (!context.isFrozen) currentContext.run(context, () => receive(copy));
        else if (context.name === 'unseen' || message.kind === 'expire') context.inbox.push(deliver);
      };
      setImmediate(deliver);
    }
  }
}
