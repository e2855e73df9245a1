import { MAXIMUM_CONCURRENT_RUNS } from '../core/constants.js';
import type { ClaimRunResult, RunOffer } from '../core/platform.js';
import type { DeclineReason } from '../core/records.js';
import { createAttachment } from './attachment.js';
import { errorText } from './captured-error.js';
import type { Claim } from './execution.js';
import { finishRun } from './finish.js';
import { createHeldRuns } from './held-runs.js';
import type { Active } from './held-runs.js';
import { awaitDefinition } from './await-definition.js';
import type { Definition, Runner, RunnerPorts } from './ports.js';
import { createSlots } from './slots.js';
import { withLimit } from './timed.js';

/** The runner of a page or a headless web view: its platform is behind a bridge, so every call has a time limit. */
export function createRunner(ports: RunnerPorts): Runner {
  const { platform, clock, runtime, runtimeId, definitions, log } = ports;
  const held = createHeldRuns(ports);
  const slots = createSlots(MAXIMUM_CONCURRENT_RUNS);
  /** By run: what this runtime is not done with. */
  const pending = new Map<string, Promise<void>>();

  const track = (taskId: string, work: Promise<void>): Promise<void> => {
    const tracked = work
      .catch((error: unknown) => log.warn(`The runner failed: ${errorText(error)}`))
      .finally(() => pending.get(taskId) === tracked && pending.delete(taskId));
    pending.set(taskId, tracked);
    return tracked;
  };

  const offer = (run: RunOffer): Promise<void> => pending.get(run.taskId) ?? track(run.taskId, take(run));

  const take = async (run: RunOffer): Promise<void> => {
    const definition = await awaitDefinition(ports, run.taskName);
    const refused = held.refusal(run, definition);
    if (refused !== null || definition === undefined) return decline(run, refused ?? 'undefined');
    await slots.take();
    // A turn may take long to come.
    const late = held.refusal(run, definitions.get(run.taskName));
    if (late !== null) {
      slots.release();
      return decline(run, late);
    }
    const active = held.activate(run);
    const claim = await claimRun(definition, run);
    if (claim !== null) return runClaimed(definition, run, claim, active);
    slots.release();
    held.deactivate(run, active);
  };

  const claimRun = async (definition: Definition, run: RunOffer): Promise<Claim | null> => {
    const { taskId, taskName } = run;
    // A claim whose answer comes after its time limit holds the run all the same.
    const late = (answer: ClaimRunResult): void => {
      const claim = claimIn(answer);
      if (claim !== null)
        void track(
          taskId,
          slots.take().then(() => runClaimed(definition, run, claim)),
        );
    };
    try {
      return claimIn(await withLimit(clock, 'claimRun', () => platform.claimRun({ taskId, taskName, runtimeId, runtime }), late));
    } catch (error: unknown) {
      log.warn(`The run of "${taskName}" could not be claimed: ${errorText(error)}. It stays due.`);
      return null;
    }
  };

  /** Its slot is taken. */
  const runClaimed = async (definition: Definition, run: RunOffer, claim: Claim, own?: Active): Promise<void> => {
    const request = await held.execute(definitions.get(run.taskName) ?? definition, run, claim, own).finally(slots.release);
    if (request !== null) await finishRun(ports, request);
  };

  const decline = async (run: RunOffer, reason: DeclineReason | 'own'): Promise<void> => {
    // This very run was claimed on another path meanwhile.
    if (reason === 'own') return;
    const { taskId, taskName } = run;
    try {
      await withLimit(clock, 'declineRun', () => platform.declineRun({ taskId, taskName, runtimeId, reason }));
    } catch (error: unknown) {
      log.warn(`The run of "${taskName}" could not be declined: ${errorText(error)}.`);
    }
  };

  return {
    ...held,
    runtimeId,
    ...createAttachment(ports, (run) => void offer(run)),
    offer,
    lendSlot: slots.lend,
  };
}

function claimIn(answer: ClaimRunResult): Claim | null {
  // Android's JSON drops a null.
  return answer.claimed ? { ...answer, timeoutMs: answer.timeoutMs ?? null } : null;
}
