import type { FinishRunRequest } from '../core/platform.js';
import { errorText } from './captured-error.js';
import type { RunnerPorts } from './ports.js';
import { pause, withLimit } from './timed.js';

const TRIES = 4;
const PAUSE_FIRST_MS = 500;

/** Tells the platform how a run ended. Its token makes repeating safe; a run that cannot be told of is settled by the platform's own limit. */
export async function finishRun(ports: RunnerPorts, request: FinishRunRequest): Promise<void> {
  const { clock, platform, log } = ports;
  const { taskName, outcome } = request;
  let reason = '';
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(clock, PAUSE_FIRST_MS * 2 ** (tries - 1));
    try {
      const { accepted } = await withLimit(clock, 'finishRun', () => platform.finishRun(request));
      // An earlier try may have arrived; and at the end of its grace the platform settles a run by itself.
      if (!accepted && tries === 0 && outcome !== 'expired')
        log.warn(`The "${outcome}" of "${taskName}" came too late: its run had been settled.`);
      return;
    } catch (error: unknown) {
      reason = errorText(error);
    }
  }
  log.warn(`The "${outcome}" of "${taskName}" could not be told to the platform: ${reason}.`);
}
