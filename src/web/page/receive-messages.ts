import type { RunOffer } from '../../core/platform.js';
import type { ChannelMessage } from '../shared/channel-message.js';
import type { MessageWaiter } from '../shared/message-waiter.js';
import type { RunEnds } from '../shared/run-ends.js';
import type { WakeLedger } from '../ledger/ledger.js';
import type { PageScheduler } from './page-scheduler.js';
import type { PageWake } from './page-wake.js';

export interface MessageReceiverPorts {
  readonly messages: MessageWaiter;
  readonly ends: Pick<RunEnds, 'whenSettled'>;
  readonly ledger: Pick<WakeLedger, 'noteDefined'>;
  readonly wake: Pick<PageWake, 'take'>;
  readonly scheduler: Pick<PageScheduler, 'rearm' | 'tick'>;
  /** The tasks that this page defines. */
  readonly names: Iterable<string>;
  readonly isVisible: () => boolean;
  /** To this page's own runner. */
  readonly offerHere: (run: RunOffer) => void;
  readonly onFailure: (error: unknown) => void;
}

export type ReceiveMessage = (message: ChannelMessage, where: 'here' | 'there') => void;

/** What a page does on hearing a message of its own broker (`here`) or of another context (`there`). */
export function createMessageReceiver(ports: MessageReceiverPorts): ReceiveMessage {
  const { messages, ends, ledger, wake, scheduler, isVisible, offerHere, onFailure } = ports;

  const isAsked = (to: 'visible' | 'hidden'): boolean => (to === 'visible') === isVisible() && [...ports.names].length > 0;

  /** Runs a task whose run was settled as undefined by a context that lacks the callback, while this page has it. */
  const runAfterAll = (taskName: string): void => {
    if (![...ports.names].includes(taskName)) return;
    ledger
      .noteDefined([taskName])
      .then(() => scheduler.tick('foreground'))
      .catch(onFailure);
  };

  return (message, where) => {
    const isHere = where === 'here';
    messages.hear(isHere && message.kind === 'declined' ? { kind: 'declined-here', id: message.id } : message);
    // Each context watches each claimed run, so that whoever is left notices at once when the runtime that holds it dies.
    if (message.kind === 'claimed') void ends.whenSettled(message.run);
    if (isHere) return;
    switch (message.kind) {
      case 'tasks-changed':
        return scheduler.rearm();
      case 'offer':
        if (isAsked(message.to)) offerHere(message.run);
        return;
      case 'wake':
        if (isAsked(message.to)) wake.take(message).catch(onFailure);
        return;
      case 'settled':
        if (message.run.outcome === 'undefined') runAfterAll(message.run.taskName);
        return;
    }
  };
}
