import { WEB_GRACE_MS } from '../core/constants.js';
import type { ExpireEvent, FinishRunRequest, RunOffer } from '../core/platform.js';
import type { DeclineReason } from '../core/records.js';
import { capturedError, capturedWithStack } from './captured-error.js';
import { runsIn } from './definitions.js';
import { EXPIRED_ENDING, execute } from './execution.js';
import type { Claim, Ending, Execution } from './execution.js';
import { createExpirationListeners } from './expiration-listeners.js';
import type { Definition, Runner, RunnerPorts } from './ports.js';
import { undefinedWarning } from './undefined-warning.js';

/** What this runtime has of a task: a claim under way, a running callback, or one that goes on after its run has ended. */
export interface Active {
  readonly taskId: string;
  execution: Execution | null;
  token: string | null;
  /** An expiry that came before the answer to the claim. */
  early: ExpireEvent | null;
}

/** The runs that a page or a headless web view holds, from the claim to the ending of their callbacks. */
export interface HeldRuns extends Pick<Runner, 'expire' | 'onExpiration' | 'finishFromOutside' | 'isBusy'> {
  /** Why an offer is not taken; `own`: this very run is held already. */
  readonly refusal: (run: RunOffer, definition: Definition | undefined) => DeclineReason | 'own' | null;
  readonly activate: (run: RunOffer) => Active;
  readonly deactivate: (run: RunOffer, active: Active) => void;
  /** Executes a claimed run; answers with what to finish it with, or null when the platform has settled it. */
  readonly execute: (definition: Definition, run: RunOffer, claim: Claim, own?: Active) => Promise<FinishRunRequest | null>;
}

export function createHeldRuns(ports: RunnerPorts): HeldRuns {
  const { clock, runtime, definitions, production, log, graceMs = WEB_GRACE_MS } = ports;
  const capture = production ? capturedError : capturedWithStack;
  /** By task. */
  const actives = new Map<string, Active>();
  const warn = (message: string): void => log.warn(message);
  const warnUndefined = undefinedWarning(runtime, definitions, warn);
  const listeners = createExpirationListeners(warn);

  const activate = ({ taskId, taskName }: RunOffer): Active => {
    const active: Active = { taskId, execution: null, token: null, early: null };
    actives.set(taskName, active);
    return active;
  };

  const deactivate = ({ taskName }: RunOffer, active: Active): void => {
    if (actives.get(taskName) === active) actives.delete(taskName);
  };

  const endingOf = (definition: Definition, run: RunOffer, claim: Claim, own?: Active): Ending | null | Promise<Ending | null> => {
    const { taskId, taskName } = run;
    const other = actives.get(taskName);
    // An earlier callback of the task goes on: the run is left to the next wake.
    if (other !== own && other !== undefined && (other.taskId !== taskId || other.execution !== null)) return EXPIRED_ENDING;
    const active = own ?? activate(run);
    active.token = claim.token;
    const early = active.early?.token === claim.token ? active.early : null;
    if (early !== null || claim.deadline <= clock.now()) {
      deactivate(run, active);
      return early?.reason === 'unregistered' ? null : EXPIRED_ENDING;
    }
    const execution = execute(definition, run, claim, { clock, runtime, capture, graceMs, warn, onCut: listeners.tell });
    active.execution = execution;
    void execution.callbackEnded.then(() => deactivate(run, active));
    return execution.ending;
  };

  return {
    refusal(run, definition) {
      if (definition === undefined) {
        warnUndefined(run.taskName);
        return 'undefined';
      }
      if (!runsIn(definition, runtime)) return 'runtime';
      const active = actives.get(run.taskName);
      if (active === undefined) return null;
      return active.taskId === run.taskId ? 'own' : 'busy';
    },
    activate,
    deactivate,
    async execute(definition, run, claim, own) {
      const ending = await endingOf(definition, run, claim, own);
      return ending === null ? null : { taskId: run.taskId, taskName: run.taskName, token: claim.token, ...ending };
    },
    expire(event) {
      const active = actives.get(event.taskName);
      if (active?.taskId !== event.taskId) return;
      if (active.execution === null) active.early = event;
      else if (active.token === event.token) active.execution.cut(event.reason, event.settlesAt);
    },
    onExpiration: listeners.add,
    finishFromOutside: (taskName) => actives.get(taskName)?.execution?.succeed() ?? false,
    isBusy: (taskName) => actives.has(taskName),
  };
}
