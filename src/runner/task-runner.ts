import { MAXIMUM_CONCURRENT_RUNS } from '../core/constants.js';
import type { ClaimRunResult, RunOffer } from '../core/platform.js';
import type { DeclineReason } from '../core/records.js';
import { awaitDefinition } from './await-definition.js';
import { errorText } from './captured-error.js';
import { createHeldRuns } from './held-runs.js';
import type { HeldRun } from './held-runs.js';
import type { Claim, Definition, RunnerPorts, TaskRunner } from './ports.js';
import { reportEnding } from './report-ending.js';
import { createSlots } from './slots.js';
import type { GiveBack } from './slots.js';
import { CALL_LIMIT_MS, limitedCall } from './timed.js';

/** The one runner of every runtime: page, headless web view, service worker. */
export function createTaskRunner(ports: RunnerPorts): TaskRunner {
  const { platform, clock, runtime, runtimeId, definitions, log } = ports;
  const { slots = createSlots(MAXIMUM_CONCURRENT_RUNS), callLimitMs = CALL_LIMIT_MS } = ports;
  const call = limitedCall(clock, callLimitMs);
  const held = createHeldRuns(ports);
  /** What this runtime still does for a run, by the run's id. */
  const pending = new Map<string, Promise<void>>();

  const track = (taskId: string, work: Promise<void>): Promise<void> => {
    const tracked = work
      .catch((error: unknown) => log.warn(`The runner failed: ${errorText(error)}`))
      .finally(() => pending.get(taskId) === tracked && pending.delete(taskId));
    pending.set(taskId, tracked);
    return tracked;
  };

  const take = async (run: RunOffer): Promise<void> => {
    const definition = await awaitDefinition(ports, run.taskName);
    const refused = held.refusal(run, definition);
    if (refused !== null || definition === undefined) return decline(run, refused ?? 'undefined');
    const giveBack = await slots.take();
    // The wait for a slot may have been long, so what was true before may not be now.
    const late = held.refusal(run, definitions.get(run.taskName));
    if (late !== null) {
      giveBack();
      return decline(run, late);
    }
    const own = held.hold(run);
    const claim = await claimRun(definition, run);
    if (claim !== null) return runClaimed(definition, run, claim, giveBack, own);
    giveBack();
    held.letGo(run, own);
  };

  const takeClaimed = async (run: RunOffer, claim: Claim, slot?: GiveBack): Promise<void> => {
    const giveBack = slot ?? (await slots.take());
    const definition = definitions.get(run.taskName);
    if (definition !== undefined) return runClaimed(definition, run, claim, giveBack);
    giveBack();
    await decline(run, 'undefined');
  };

  const claimRun = async (definition: Definition, run: RunOffer): Promise<Claim | null> => {
    const { taskId, taskName } = run;
    // A claim that is answered after its time limit holds the run all the same.
    const late = (result: ClaimRunResult): void => {
      const claim = claimIn(result);
      if (claim === null) return;
      void track(
        taskId,
        slots.take().then((giveBack) => runClaimed(definition, run, claim, giveBack)),
      );
    };
    try {
      return claimIn(await call('claimRun', () => platform.claimRun({ taskId, taskName, runtimeId, runtime }), late));
    } catch (error: unknown) {
      log.warn(`The run of "${taskName}" could not be claimed: ${errorText(error)}. It stays due.`);
      return null;
    }
  };

  const runClaimed = async (definition: Definition, run: RunOffer, claim: Claim, giveBack: GiveBack, own?: HeldRun): Promise<void> => {
    const request = await held.execute(definitions.get(run.taskName) ?? definition, run, claim, own).finally(giveBack);
    if (request !== null) await reportEnding(ports, call, request);
  };

  const decline = async (run: RunOffer, reason: DeclineReason | 'own'): Promise<void> => {
    // This very run was claimed on another path meanwhile, so there is nothing to decline.
    if (reason === 'own') return;
    const { taskId, taskName } = run;
    try {
      await call('declineRun', () => platform.declineRun({ taskId, taskName, runtimeId, reason }));
    } catch (error: unknown) {
      log.warn(`The run of "${taskName}" could not be declined: ${errorText(error)}.`);
    }
  };

  return {
    ...held,
    runtimeId,
    async finishFromOutside(taskId, result) {
      held.finish(taskId, result);
      await pending.get(taskId);
    },
    offer: (run) => pending.get(run.taskId) ?? track(run.taskId, take(run)),
    runClaimed: (run, claim, slot) => track(run.taskId, takeClaimed(run, claim, slot)),
    lendSlot: slots.lend,
  };
}

function claimIn(result: ClaimRunResult): Claim | null {
  // Android's JSON drops a null.
  return result.claimed ? { ...result, timeoutMs: result.timeoutMs ?? null } : null;
}
