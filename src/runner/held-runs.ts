import { WEB_GRACE_MS } from '../core/constants.js';
import type { ExpireEvent, FinishRunRequest, RunOffer } from '../core/platform.js';
import type { DeclineReason } from '../core/records.js';
import type { BackgroundTaskEvent, BackgroundTaskExpirationEvent } from '../definitions.js';
import { capturedError, capturedWithStack } from './captured-error.js';
import { runsIn } from './definitions.js';
import { EXPIRED_ENDING, execute } from './execution.js';
import type { Ending, Execution } from './execution.js';
import { createAppListeners } from './listeners.js';
import type { Claim, Definition, RunnerPorts, TaskRunner } from './ports.js';
import { undefinedWarning } from './undefined-warning.js';

/** Stands for what this runtime holds of a task: a claim under way, a running callback, or one that goes on after its run has ended. */
export interface HeldRun {
  readonly taskId: string;
  execution: Execution | null;
  token: string | null;
  /** The expiry that came before the platform answered the claim; null when none did. */
  early: ExpireEvent | null;
}

/** The runs that this runtime holds, from the claim to the ending of their callbacks. A task has at most one. */
export interface HeldRuns extends Pick<TaskRunner, 'checkClock' | 'expire' | 'onExpiration' | 'onStart' | 'runsUnderWay' | 'isBusy'> {
  /** Says why an offer is not taken; `own`: this very run is held already. */
  readonly refusal: (run: RunOffer, definition: Definition | undefined) => DeclineReason | 'own' | null;
  readonly hold: (run: RunOffer) => HeldRun;
  readonly letGo: (run: RunOffer, held: HeldRun) => void;
  /** Ends a run that is under way here as if its callback had returned `result`. */
  readonly finish: (taskId: string, result: unknown) => void;
  /** Executes a claimed run. Resolves with what to finish it with, or with null when there is nothing to finish. */
  readonly execute: (definition: Definition, run: RunOffer, claim: Claim, own?: HeldRun) => Promise<FinishRunRequest | null>;
}

export function createHeldRuns(ports: RunnerPorts): HeldRuns {
  const { platform, clock, runtime, definitions, production, log, graceMs = WEB_GRACE_MS } = ports;
  const capture = production ? capturedError : capturedWithStack;
  const heldByTask = new Map<string, HeldRun>();
  const warn = (message: string): void => log.warn(message);
  const warnUndefined = undefinedWarning(runtime, definitions, warn);
  const expirations = createAppListeners<BackgroundTaskExpirationEvent>('An expiration', warn);
  const starts = createAppListeners<BackgroundTaskEvent>('A start', warn);

  const hold = ({ taskId, taskName }: RunOffer): HeldRun => {
    const held: HeldRun = { taskId, execution: null, token: null, early: null };
    heldByTask.set(taskName, held);
    return held;
  };

  const letGo = ({ taskName }: RunOffer, held: HeldRun): void => {
    if (heldByTask.get(taskName) === held) heldByTask.delete(taskName);
  };

  const endingOf = (definition: Definition, run: RunOffer, claim: Claim, own?: HeldRun): Ending | null | Promise<Ending | null> => {
    const { taskId, taskName } = run;
    const other = heldByTask.get(taskName);
    if (other !== undefined && other !== own) {
      // The same claim was handed over twice: the first one finishes the run.
      if (other.taskId === taskId && other.token === claim.token) return null;
      // An earlier callback of the task goes on: the run is left to the next wake.
      if (other.taskId !== taskId || other.execution !== null) return EXPIRED_ENDING;
    }
    const held = own ?? hold(run);
    held.token = claim.token;
    const early = held.early?.token === claim.token ? held.early : null;
    if (early !== null || claim.deadline <= clock.now()) {
      letGo(run, held);
      // The platform need not be told of a run that it has settled itself, unless it keeps the task's place until it is told.
      const isSettled = (early?.reason === 'unregistered' || early?.reason === 'cancelled') && early.settlesAt <= clock.now();
      return isSettled ? null : EXPIRED_ENDING;
    }
    const { timestamp, test } = run;
    starts.tell({ taskName, taskId, timestamp, test });
    const onProgress = (progress: string): void => {
      // A value that is lost does no harm, and older native code lacks this call.
      platform.setProgress({ taskId, taskName, token: claim.token, progress }).catch(() => undefined);
    };
    const execution = execute(definition, run, claim, { clock, runtime, capture, graceMs, warn, onCut: expirations.tell, onProgress });
    held.execution = execution;
    void execution.callbackEnded.then(() => letGo(run, held));
    return execution.ending;
  };

  return {
    refusal(run, definition) {
      if (definition === undefined) {
        warnUndefined(run.taskName);
        return 'undefined';
      }
      if (!runsIn(definition, runtime)) return 'runtime';
      const held = heldByTask.get(run.taskName);
      if (held === undefined) return null;
      return held.taskId === run.taskId ? 'own' : 'busy';
    },
    hold,
    letGo,
    async execute(definition, run, claim, own) {
      const ending = await endingOf(definition, run, claim, own);
      return ending === null ? null : { taskId: run.taskId, taskName: run.taskName, token: claim.token, ...ending };
    },
    checkClock() {
      for (const { execution } of [...heldByTask.values()]) execution?.checkClock();
    },
    expire(event) {
      const held = heldByTask.get(event.taskName);
      if (held?.taskId !== event.taskId) return;
      if (held.execution === null) held.early = event;
      else if (held.token === event.token) held.execution.cut(event.reason, event.settlesAt);
    },
    onExpiration: expirations.add,
    onStart: starts.add,
    runsUnderWay: () =>
      [...heldByTask].filter(([, { execution }]) => execution?.isOpen()).map(([taskName, { taskId }]) => ({ taskId, taskName })),
    finish(taskId, result) {
      for (const { taskId: id, execution } of [...heldByTask.values()]) if (id === taskId) execution?.finish(result);
    },
    isBusy: (taskName) => heldByTask.has(taskName),
  };
}
