import type { RunOffer } from '../core/platform.js';
import { errorText } from './captured-error.js';
import type { Claim } from './execution.js';
import { createHeldRuns } from './held-runs.js';
import type { Active } from './held-runs.js';
import { definitionOf } from './late-definition.js';
import type { Runner, RunnerPorts, RunSteps } from './ports.js';

/**
 * The runner of a service worker: its platform is in the same context, so no call can go unanswered; its wakes bound how many runs are
 * under way, and there is nothing to attach to.
 */
export function createDirectRunner(ports: RunnerPorts<RunSteps>): Runner {
  const { platform, runtime, runtimeId, log } = ports;
  const held = createHeldRuns(ports);

  const finish = async (run: RunOffer, claim: Claim, own?: Active): Promise<void> => {
    const request = await held.execute(run, claim, own);
    // Once more when the storage failed: the work is done, and its token makes repeating safe.
    if (request !== null) await platform.finishRun(request).catch(() => platform.finishRun(request));
  };

  const take = async (run: RunOffer): Promise<void> => {
    const { taskId, taskName } = run;
    const reason = held.refusal(run, await definitionOf(ports, taskName));
    if (reason === 'own') return;
    if (reason !== null) return platform.declineRun({ taskId, taskName, runtimeId, reason });
    const active = held.activate(run);
    const answer = await platform.claimRun({ taskId, taskName, runtimeId, runtime }).catch(failed);
    if (answer?.claimed) return finish(run, answer, active);
    held.deactivate(run, active);
  };

  // The storage failed for now: the run stays open, and the next wake or the end of its time settles it.
  const failed = (error: unknown): void => log.warn(`A run could not be claimed or finished: ${errorText(error)}`);

  return {
    ...held,
    runtimeId,
    attach: () => Promise.resolve(),
    offer: (run) => take(run).catch(failed),
    run: (run, claim) => (held.holds(run, claim.token) ? Promise.resolve() : finish(run, claim).catch(failed)),
    lendSlot: () => () => undefined,
  };
}
