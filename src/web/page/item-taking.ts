import { WEB_PAGE_LIMIT_MS } from '../../core/constants.js';
import type { ClaimRunResult, EnqueueTaskRequest, RunOffer } from '../../core/platform.js';
import type { ClaimedRun, ClaimRequest } from '../../core/run-transitions.js';
import { unmetConstraints } from '../../core/wake-selection.js';
import type { Clock } from '../../runner/ports.js';
import type { ItemLedger } from '../ledger/ledger.js';
import { takeEnqueued } from '../ledger/take-enqueued.js';
import { newId } from '../shared/clock.js';
import { unmetered } from '../shared/conditions.js';
import { claimOf } from '../shared/run-broker.js';
import type { RunBroker } from '../shared/run-broker.js';
import type { RunEnds } from '../shared/run-ends.js';
import type { RuntimeLock } from '../shared/runtime-lock.js';
import type { PageWake } from './page-wake.js';

export interface ItemTakingPorts {
  readonly broker: RunBroker;
  readonly ends: Pick<RunEnds, 'whenSettled'>;
  readonly wake: Pick<PageWake, 'takeFree'>;
  readonly lock: RuntimeLock;
  readonly clock: Clock;
  /** The tasks that this page defines. */
  readonly names: Iterable<string>;
  readonly isVisible: () => boolean;
  /** To this page's own runner. */
  readonly offer: (run: RunOffer) => void;
}

/**
 * Stores an item, opens its run and claims it in one step, where a page on screen can run it in the same moment. The runner is offered the run while the
 * item is being stored: it knows whether a callback of the task goes on, and whether it has a slot, and asks for the run by its ordinary claim. The step
 * claims for it if it has asked by then.
 */
export interface ItemTaking {
  /** `run` is null when the item was stored only, and a wake is to open it. */
  enqueue(ledger: ItemLedger, request: EnqueueTaskRequest): ReturnType<ItemLedger['enqueue']>;
  /** Answers the claim of a run that is being stored, or asks the ledger. */
  readonly claimRun: RunBroker['claimRun'];
  /** Nobody but this page knows of a run that is being stored. */
  readonly declineRun: RunBroker['declineRun'];
  /** Offers an open run to this page's runner; not while that holds the task's place for an item that is being stored. */
  offerHere(this: void, run: RunOffer): void;
}

interface Storing {
  readonly taskId: string;
  readonly claim: () => Promise<ClaimRunResult>;
  /** Offers that wait until the runner has the claim, or has let go of the place. */
  readonly waiting: RunOffer[];
}

export function createItemTaking({ broker, ends, wake, lock, clock, names, isVisible, offer }: ItemTakingPorts): ItemTaking {
  /** By the name of the task. */
  const storing = new Map<string, Storing>();

  /** Whether a page may take it at once, as far as that is known without waiting. */
  const isForNow = ({ taskName, constraints, initialDelayMs }: EnqueueTaskRequest): boolean => {
    const conditions = { requiresNetwork: navigator.onLine, requiresUnmeteredNetwork: unmetered() };
    const unknown = { requiresCharging: false, requiresBatteryNotLow: false };
    if (!isVisible() || initialDelayMs > 0 || unmetConstraints(constraints, { ...conditions, ...unknown }).length > 0) return false;
    return !storing.has(taskName) && [...names].includes(taskName);
  };

  const storingOf = ({ taskId, taskName }: Pick<RunOffer, 'taskId' | 'taskName'>): Storing | null => {
    const own = storing.get(taskName);
    return own?.taskId === taskId ? own : null;
  };

  return {
    async enqueue(ledger, request) {
      const now = clock.now();
      const { taskName } = request;
      const [slot] = isForNow(request) ? wake.takeFree(1) : [];
      if (slot === undefined) return ledger.enqueue(request, now);

      const taskId = newId();
      const token = newId();
      let claimant: ClaimRequest | null = null;
      let answer!: (result: ClaimRunResult) => void;
      const answered = new Promise<ClaimRunResult>((resolve) => (answer = resolve));
      const claim = async (): Promise<ClaimRunResult> => {
        claimant = { taskId, token, runtimeId: await lock.hold(), runtime: 'page', now, limitMs: WEB_PAGE_LIMIT_MS };
        return answered;
      };
      const waiting: RunOffer[] = [];
      storing.set(taskName, { taskId, claim, waiting });
      offer({ taskId, taskName, trigger: 'enqueue', test: false, attempt: 1, timestamp: now });
      let run: ClaimedRun | null = null;
      try {
        const step = await ledger.enqueue(
          request,
          now,
          takeEnqueued(now, () => claimant),
        );
        run = step.run;
        if (run !== null) {
          broker.tell({ kind: 'claimed', id: taskId, run });
          answer({ claimed: true, ...claimOf(run, request.data) });
        }
        return step;
      } finally {
        if (run === null) slot();
        else void ends.whenSettled(run).then(slot);
        // Without effect when it has been answered.
        answer({ claimed: false, reason: 'unknown' });
        // The runner lets go of the place before the next turn.
        clock.after(0, () => {
          storing.delete(taskName);
          waiting.forEach(offer);
        });
      }
    },

    claimRun: (request) => storingOf(request)?.claim() ?? broker.claimRun(request),
    declineRun: async (request) => (storingOf(request) === null ? broker.declineRun(request) : undefined),

    offerHere(run) {
      const own = storing.get(run.taskName);
      if (own === undefined) offer(run);
      else own.waiting.push(run);
    },
  };
}
