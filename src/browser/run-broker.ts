import type { PlatformEvents, RunPlatform } from '../core/platform.js';
import { WEB_GRACE_MS } from '../core/web-limits.js';
import type { OpenRun, RunClaim, RunError, SettledRun } from '../core/records.js';
import { EXPIRED, RUNTIME_DIED } from '../core/run-errors.js';
import { settlesAt } from '../core/runs.js';
import type { BackgroundTaskOutcome } from '../definitions.js';
import type { Expected, RunLedger } from '../ledger/ledger.js';
import { createListeners } from '../runner/listeners.js';
import type { Clock } from '../runner/ports.js';
import { openChannel } from './channel.js';
import type { ChannelMessage } from './channel.js';
import { runtimeDeath } from './runtime-lock.js';

/** The holder settles at the end of its grace by itself; others step in only after that. */
const HOLDER_FIRST_MS = 500;

/** What happened to a run, seen from here: by this context's own calls or told by another context. */
export type RunSignal = 'claimed' | 'settled' | 'declined-here' | 'declined-there';

export interface BrokerPorts {
  readonly ledger: RunLedger;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly runtimeId: string;
  /** Held from before the first claim until this context dies. */
  readonly lock: () => Promise<void>;
  /** A claimed run's time where its wake has no end of its own. */
  readonly limitMs: number;
  /** To this context's runner and listeners. */
  readonly emit: <Name extends keyof PlatformEvents>(name: Name, event: PlatformEvents[Name]) => void;
  /** The rest of what other contexts say. */
  readonly onMessage?: (message: ChannelMessage) => void;
}

/** Claims, declines and settlings of this context, told to the others; and the end of runs that others hold. */
export interface RunBroker extends Omit<RunPlatform, 'attach'> {
  /** To this context's runner and listeners, and to the other contexts. */
  tell(message: ChannelMessage): void;
  /** Tells the others of a claim of this context. */
  claimed(run: OpenRun): void;
  /** Tells this context and the others of a settled run; false when there is none. */
  settled(run: SettledRun | null): boolean;
  /** Settles a run that nobody finishes; false when it was not in the expected state any more. */
  settle(run: OpenRun, expected: Expected, outcome: BackgroundTaskOutcome, error: RunError | null): Promise<boolean>;
  /** Resolves when a claimed run has settled: by its holder, by the holder's death, or by the end of its time. */
  watch(this: void, run: OpenRun): Promise<void>;
  /** What the ledger holds of a run now; null when it is settled. */
  current(taskId: string): Promise<OpenRun | null>;
  /** Resolves with the first signal for the run that `wanted` takes, or null after `limitMs` or with the abort of `until`. */
  nextSignal(taskId: string, limitMs: number, wanted: (signal: RunSignal) => boolean, until?: AbortSignal): Promise<RunSignal | null>;
  close(): void;
}

export function createRunBroker(ports: BrokerPorts): RunBroker {
  const { ledger, clock, runtimeId, emit } = ports;
  const signals = createListeners<{ readonly taskId: string; readonly what: RunSignal }>();
  const watched = new Map<string, Promise<void>>();

  const signal = (taskId: string, what: RunSignal): void => signals.tell({ taskId, what });

  const hear = (message: ChannelMessage, where: 'here' | 'there'): void => {
    if (message.kind === 'claimed') signal(message.taskId, 'claimed');
    if (message.kind === 'declined') signal(message.taskId, `declined-${where}`);
    if (message.kind === 'expire') emit('expire', message.event);
    if (message.kind === 'settled') {
      signal(message.run.taskId, 'settled');
      emit('settled', message.run);
    }
  };

  const channel = openChannel((message) => {
    hear(message, 'there');
    ports.onMessage?.(message);
  });

  const untilSettled = async (run: OpenRun, claim: RunClaim): Promise<void> => {
    const watching = new AbortController();
    const cutAfterMs = Math.max(0, settlesAt({ ...run, claim }, WEB_GRACE_MS) - clock.now()) + HOLDER_FIRST_MS;
    const ends: Promise<'lost' | RunSignal | null>[] = [broker.nextSignal(run.id, cutAfterMs, (what) => what === 'settled', watching.signal)];
    if (claim.runtimeId !== runtimeId) ends.push(runtimeDeath(claim.runtimeId, watching.signal));
    try {
      const end = await Promise.race(ends);
      if (end === 'lost') await broker.settle(run, claim, end, RUNTIME_DIED);
      if (end === null) await broker.settle(run, claim, 'expired', EXPIRED);
    } catch {
      // The storage failed for now: the next wake sweeps the run.
    } finally {
      watching.abort();
    }
  };

  const broker: RunBroker = {
    tell(message) {
      hear(message, 'here');
      channel.post(message);
    },

    async claimRun({ taskId, taskName, runtime }) {
      await ports.lock();
      const request = { taskId, runtimeId, runtime, now: clock.now(), token: ports.newId(), limitMs: ports.limitMs };
      const step = await ledger.claim(taskName, request);
      if (!step.claimed) {
        // Another context was faster and its message may have come before anyone waited for it.
        if (step.reason === 'claimed') signal(taskId, 'claimed');
        if (step.reason === 'unknown') signal(taskId, 'settled');
        return step;
      }
      broker.claimed(step.run);
      const { token, deadline } = step.run.claim;
      return { claimed: true, token, deadline, timeoutMs: step.run.timeoutMs };
    },

    claimed(run) {
      broker.tell({ kind: 'claimed', taskId: run.id });
      void broker.watch(run);
    },

    async declineRun({ taskId, taskName, reason }) {
      await ledger.decline(taskName, taskId, { runtimeId, reason });
      broker.tell({ kind: 'declined', taskId });
    },

    async finishRun({ taskName, ...request }) {
      const { accepted, settled } = await ledger.finish(taskName, { ...request, now: clock.now() });
      broker.settled(settled);
      return { accepted };
    },

    settle: async (run, expected, outcome, error) =>
      broker.settled(await ledger.settle(run.taskName, run.id, expected, outcome, error, clock.now())),

    settled(run) {
      if (run !== null) broker.tell({ kind: 'settled', run });
      return run !== null;
    },

    watch(run) {
      const { claim } = run;
      if (claim === null) return Promise.resolve();
      const watching = watched.get(claim.token) ?? untilSettled(run, claim).finally(() => watched.delete(claim.token));
      watched.set(claim.token, watching);
      return watching;
    },

    current: async (taskId) => (await ledger.openRuns()).find((run) => run.id === taskId) ?? null,

    nextSignal: (taskId, limitMs, wanted, until) =>
      new Promise((resolve) => {
        const end = (what: RunSignal | null): void => {
          off();
          cancel();
          resolve(what);
        };
        const off = signals.add((one) => one.taskId === taskId && wanted(one.what) && end(one.what));
        const cancel = clock.after(limitMs, () => end(null));
        until?.addEventListener('abort', () => end(null));
      }),

    close: () => channel.close(),
  };
  return broker;
}
