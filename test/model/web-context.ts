import type { ChannelMessage } from '../../src/web/shared/channel-message.js';
import type { PageContext, WorkerContext } from '../web/rig.js';
import { currentContext } from './fake-locks.js';
import type { ContextName } from './scenario.js';

/** One page or worker. */
export class WebContext {
  isFrozen = false;
  isDead = false;
  visibility: 'visible' | 'hidden' = 'visible';
  /** Messages that came while it was frozen. */
  readonly inbox: (() => void)[] = [];
  readonly thawed: (() => void)[] = [];
  /** The last that it said, for after its death. */
  said: ChannelMessage[] = [];
  parts!: PageContext | WorkerContext;

  constructor(readonly name: ContextName) {}

  get isAwake(): boolean {
    return !this.isFrozen && !this.isDead;
  }

  thaw(): void {
    if (!this.isFrozen) return;
    this.isFrozen = false;
    currentContext.run(this, () => {
      for (const one of this.inbox.splice(0)) one();
      for (const one of this.thawed.splice(0)) one();
    });
  }
}
