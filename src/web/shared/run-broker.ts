import type { PlatformEvents, RunPlatform } from '../../core/platform.js';
import type { OpenRun, RunError, SettledRun } from '../../core/records.js';
import type { ClaimedRun } from '../../core/run-transitions.js';
import type { BackgroundTaskOutcome } from '../../definitions.js';
import type { Claim } from '../../runner/ports.js';
import type { RunLedger } from '../ledger/ledger.js';
import type { Clock } from '../../runner/ports.js';
import type { ChannelMessage } from './channel-message.js';
import type { Channel } from './channel.js';
import { keepClaims } from './kept-claims.js';
import { createProgressStore } from './progress-store.js';
import type { RuntimeLock } from './runtime-lock.js';

export interface BrokerPorts {
  readonly ledger: RunLedger;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly runtimeId: string;
  readonly lock: RuntimeLock;
  /** How long a claimed run may take where its wake has no end of its own. */
  readonly limitMs: number;
  readonly openChannel: (receive: (message: ChannelMessage) => void) => Channel;
  /** Tells this context's runner and listeners. */
  readonly emit: <Name extends keyof PlatformEvents>(name: Name, event: PlatformEvents[Name]) => void;
  /** Gets every message of this context and of the others. */
  readonly onMessage: (message: ChannelMessage, where: 'here' | 'there') => void;
}

/** Returns what a runtime is told of its claim. */
export function claimOf({ claim, timeoutMs, item }: ClaimedRun, data: string | null = null): Claim {
  return { token: claim.token, deadline: claim.deadline, timeoutMs, enqueuedId: item?.id ?? null, data };
}

/** Claims, declines and settles for this context, and tells the others. */
export interface RunBroker extends Omit<RunPlatform, 'attach'> {
  /** Tells this context's runner and listeners, and the other contexts. */
  tell(message: ChannelMessage): void;
  /** Tells this context and the others of a settled run; false when there is none. */
  settled(run: SettledRun | null): boolean;
  /** Tells the holder of a run that its registration or its item is gone, and all of its end. `run` is what is left of it. */
  cancelled(run: OpenRun, settled: SettledRun | null): void;
  /** Settles a run that nobody finishes; false when it is not as it was seen any more. */
  settle(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null): Promise<boolean>;
  /** Cuts the runs of this context at once: it has been away for so long that others may have taken its place. */
  abandonClaims(this: void): void;
  close(): void;
}

export function createRunBroker(ports: BrokerPorts): RunBroker {
  const { ledger, clock, runtimeId, lock, emit } = ports;
  const claims = keepClaims({ ledger, lock, clock, expire: (event) => emit('expire', event) });

  const hear = (message: ChannelMessage, where: 'here' | 'there'): void => {
    if (where === 'here' || message.kind === 'settled') {
      claims.note(message);
      progress.note(message);
    }
    if (message.kind === 'expire') emit('expire', message.event);
    if (message.kind === 'settled') emit('settled', message.run);
    if (message.kind === 'progress') emit('progress', message.event);
    ports.onMessage(message, where);
  };

  const progress = createProgressStore(ledger, clock);

  const channel = ports.openChannel((message) => hear(message, 'there'));

  const broker: RunBroker = {
    tell(message) {
      hear(message, 'here');
      channel.post(message);
    },

    async claimRun({ taskId, taskName, runtime }) {
      const request = { taskId, runtimeId: await lock.hold(), runtime, now: clock.now(), token: ports.newId(), limitMs: ports.limitMs };
      const step = await ledger.claim(taskName, request);
      if (!step.claimed) return step;
      const { run } = step;
      broker.tell({ kind: 'claimed', id: taskId, run });
      return { claimed: true, ...claimOf(run, step.data) };
    },

    async declineRun({ taskId, taskName, reason }) {
      await ledger.decline(taskName, taskId, { runtimeId, reason });
      broker.tell({ kind: 'declined', id: taskId });
    },

    async setProgress(request) {
      const enqueuedId = progress.enqueuedIdOf(request.taskId);
      if (enqueuedId === undefined) return;
      const { taskId, taskName } = request;
      broker.tell({ kind: 'progress', event: { taskId, taskName, enqueuedId, progress: request.progress } });
      await progress.store(request);
    },

    async finishRun({ taskName, ...request }) {
      const { accepted, settled, vacated } = await ledger.finish(taskName, { ...request, now: clock.now() });
      broker.settled(settled);
      if (vacated) broker.tell({ kind: 'vacated', id: request.taskId });
      return { accepted };
    },

    settle: async (run, outcome, error) => broker.settled(await ledger.settle(run, outcome, error, clock.now())),

    settled(run) {
      if (run !== null) broker.tell({ kind: 'settled', id: run.taskId, run });
      return run !== null;
    },

    cancelled({ id: taskId, taskName, claim, cut }, settled) {
      if (claim !== null && cut !== null) broker.tell({ kind: 'expire', event: { taskId, taskName, token: claim.token, ...cut } });
      broker.settled(settled);
    },

    abandonClaims: claims.abandon,

    close: () => channel.close(),
  };
  return broker;
}
