import { CONTRACT_VERSION } from '../../core/constants.js';
import type { PlatformKind } from '../../core/options.js';
import type { ClaimRunRequest, ClaimRunResult, FinishRunRequest, RunPlatform } from '../../core/platform.js';
import type { OpenRun, RunError } from '../../core/records.js';
import { claimRun, declineRun, finishRun, offerOf } from '../../core/run-transitions.js';
import type { BackgroundTaskOutcome } from '../../definitions.js';
import type { Clock } from '../../runner/ports.js';
import type { DeviceEvents } from './device-events.js';
import type { DeviceLedger } from './device-ledger.js';
import { CLAIM_LIMIT_MS } from './runtimes.js';
import type { DeviceRuntime } from './runtimes.js';

/** Names the points of a run at which the process may die. */
export type KillPoint = 'opened' | 'claimed' | 'mid-run' | 'finishing';

export interface RuntimeCallsPorts {
  readonly kind: PlatformKind;
  readonly ledger: DeviceLedger;
  readonly clock: Clock;
  readonly events: DeviceEvents;
  readonly newToken: () => string;
  /** Called at each point of a run; returns true when the process died there. */
  readonly reached: (point: KillPoint, run: OpenRun) => boolean;
  readonly settle: (run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null) => void;
}

/** Answers the calls of the app's runtimes: attach, claim, decline, finish and progress. */
export class RuntimeCalls {
  readonly #ports: RuntimeCallsPorts;

  constructor(ports: RuntimeCallsPorts) {
    this.#ports = ports;
  }

  /** Returns the calls that a runtime may make. After the death of its process they never settle. */
  of(runtime: () => DeviceRuntime): RunPlatform {
    const { ledger, events } = this.#ports;
    const alive = <T>(answer: () => T): Promise<T> =>
      runtime().isAlive ? new Promise((resolve) => resolve(answer())) : new Promise(() => undefined);
    return {
      attach: ({ taskNames }) =>
        alive(() => {
          ledger.noteDefined(taskNames);
          return { contractVersion: CONTRACT_VERSION, runs: ledger.unclaimed().map(offerOf) };
        }),
      claimRun: (request) => alive(() => this.#claim(request)),
      declineRun: ({ taskName, taskId, runtimeId, reason }) =>
        alive(() => {
          const run = ledger.openRuns.get(taskName);
          if (run?.id === taskId) ledger.openRuns.set(taskName, declineRun(run, { runtimeId, reason }));
        }),
      finishRun: (request) => alive(() => this.#finish(request)),
      setProgress: ({ taskName, taskId, token, progress }) =>
        alive(() => {
          const run = ledger.openRuns.get(taskName);
          if (run?.id !== taskId || run.claim?.token !== token) return;
          ledger.openRuns.set(taskName, { ...run, progress });
          events.emit('progress', { taskId, taskName, enqueuedId: run.item?.id ?? null, progress });
        }),
    };
  }

  #claim({ taskId, taskName, runtimeId, runtime }: ClaimRunRequest): ClaimRunResult {
    const { ledger, clock, kind, reached, newToken } = this.#ports;
    const request = { taskId, runtimeId, runtime, now: clock.now(), token: newToken(), limitMs: CLAIM_LIMIT_MS[kind] };
    const step = claimRun(ledger.openRuns.get(taskName) ?? null, request);
    if (!step.claimed) return step;
    ledger.openRuns.set(taskName, step.run);
    if (reached('claimed', step.run)) return { claimed: false, reason: 'unknown' };
    const { claim, timeoutMs, item } = step.run;
    const data = item ? (ledger.items.get(item.sequence)?.data ?? null) : null;
    return { claimed: true, token: claim.token, deadline: claim.deadline, timeoutMs, enqueuedId: item?.id ?? null, data };
  }

  #finish({ taskName, progress, ...request }: FinishRunRequest): { accepted: boolean } {
    const { ledger, clock, reached, settle } = this.#ports;
    const run = ledger.openRuns.get(taskName) ?? null;
    const step = finishRun(run, { ...request, now: clock.now() });
    if (!step.accepted || run === null) return { accepted: false };
    if (reached('finishing', run)) return { accepted: false };
    settle(progress == null ? run : { ...run, progress }, step.outcome, step.error);
    return { accepted: true };
  }
}
