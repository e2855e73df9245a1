import type { ExpireEvent, RunOffer } from '../core/platform.js';
import { errorText } from './captured-error.js';
import { runsIn } from './definitions.js';
import { execute, EXPIRED_ENDING } from './execution.js';
import type { Claim, Ending, Execution, ExecutionPorts } from './execution.js';
import { awaitDefinition } from './await-definition.js';
import type { Definitions, Runner, RunSteps } from './ports.js';
import { undefinedWarning } from './undefined-warning.js';

/** What this worker has of a task: a claim under way, a running callback, or one that goes on after its run has ended. */
interface Active {
  readonly taskId: string;
  execution: Execution | null;
  token: string | null;
  /** An expiry that came before the answer to the claim. */
  early: ExpireEvent | null;
}

export interface DirectRunner extends Pick<Runner, 'runtimeId' | 'expire' | 'finishFromOutside' | 'isBusy'> {
  /** Takes an offer, or a run that is claimed for this worker already; resolves when it is done with it. Never rejects. */
  offer(run: RunOffer, claim?: Claim): Promise<void>;
}

export interface DirectRunnerPorts extends ExecutionPorts {
  readonly platform: RunSteps;
  readonly runtimeId: string;
  readonly definitions: Definitions;
}

/**
 * The runner of a service worker: its platform is in the same context, so no call can go unanswered and nothing attaches; its wakes bound
 * how many runs are under way.
 */
export function createDirectRunner(ports: DirectRunnerPorts): DirectRunner {
  const { platform, clock, runtime, runtimeId, definitions, warn } = ports;
  const warnUndefined = undefinedWarning(runtime, definitions, warn);
  /** By task. */
  const actives = new Map<string, Active>();
  /** By run: what this worker is not done with. */
  const pending = new Map<string, Promise<void>>();

  const take = async (run: RunOffer, own?: Claim): Promise<void> => {
    const { taskId, taskName } = run;
    const definition = await awaitDefinition(ports, taskName);
    const other = actives.get(taskName);
    const isSame = other?.taskId === taskId;
    if (isSame && (own === undefined || other.execution !== null)) return;
    if (definition === undefined || !runsIn(definition, runtime) || (other !== undefined && !isSame)) {
      if (definition === undefined) warnUndefined(taskName);
      const reason = definition === undefined ? 'undefined' : other === undefined ? 'runtime' : 'busy';
      return platform.declineRun({ taskId, taskName, runtimeId, reason });
    }

    const active: Active = { taskId, execution: null, token: null, early: null };
    const release = (): void => {
      if (actives.get(taskName) === active) actives.delete(taskName);
    };
    actives.set(taskName, active);
    const claim = own ?? (await platform.claimRun({ taskId, taskName, runtimeId, runtime }).catch(failed));
    if (!claim || !('token' in claim)) return release();
    active.token = claim.token;
    const early = active.early?.token === claim.token ? active.early : null;
    let ending: Ending | null = early?.reason === 'unregistered' ? null : EXPIRED_ENDING;
    if (early === null && claim.deadline > clock.now()) {
      active.execution = execute(definition, run, claim, ports);
      void active.execution.callbackEnded.then(release);
      ending = await active.execution.ending;
    } else release();
    if (ending === null) return;
    const request = { taskId, taskName, token: claim.token, ...ending };
    // Once more when the storage failed: the work is done, and its token makes repeating safe.
    await platform.finishRun(request).catch(() => platform.finishRun(request));
  };

  // The storage failed for now: the run stays open, and the next wake or the end of its time settles it.
  const failed = (error: unknown): void => warn(`A run could not be claimed or finished: ${errorText(error)}`);

  return {
    runtimeId,
    offer(run, claim) {
      const known = claim === undefined ? pending.get(run.taskId) : undefined;
      const doing =
        known ??
        take(run, claim)
          .catch(failed)
          .finally(() => pending.get(run.taskId) === doing && pending.delete(run.taskId));
      pending.set(run.taskId, doing);
      return doing;
    },
    expire(event) {
      const active = actives.get(event.taskName);
      if (active?.taskId !== event.taskId) return;
      if (active.execution === null) active.early = event;
      else if (active.token === event.token) active.execution.cut(event.reason, event.settlesAt);
    },
    finishFromOutside: (taskName) => actives.get(taskName)?.execution?.succeed() ?? false,
    isBusy: (taskName) => actives.has(taskName),
  };
}
