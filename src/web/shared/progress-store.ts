import { PROGRESS_STORE_INTERVAL_MS } from '../../core/constants.js';
import type { SetProgressRequest } from '../../core/platform.js';
import type { Clock } from '../../runner/ports.js';
import type { RunLedger } from '../ledger/ledger.js';
import type { ChannelMessage } from './channel-message.js';

/** Stores the progress of this context's runs, at most once a second each, so that a crash loses little of it. */
export interface ProgressStore {
  readonly store: (request: SetProgressRequest) => Promise<void>;
  /** Returns undefined for a run that this context does not hold. */
  readonly enqueuedIdOf: (taskId: string) => string | null | undefined;
  /** Notes what this context says of its runs. */
  readonly note: (message: ChannelMessage) => void;
}

interface OwnRun {
  readonly enqueuedId: string | null;
  storedAt: number;
}

export function createProgressStore(ledger: Pick<RunLedger, 'storeProgress'>, clock: Clock): ProgressStore {
  const own = new Map<string, OwnRun>();
  return {
    async store(request) {
      const run = own.get(request.taskId);
      if (run === undefined || Math.abs(clock.now() - run.storedAt) < PROGRESS_STORE_INTERVAL_MS) return;
      run.storedAt = clock.now();
      await ledger.storeProgress(request);
    },
    enqueuedIdOf: (taskId) => own.get(taskId)?.enqueuedId,
    note(message) {
      if (message.kind === 'claimed') own.set(message.id, { enqueuedId: message.run.item?.id ?? null, storedAt: -Infinity });
      if (message.kind === 'settled') own.delete(message.id);
    },
  };
}
