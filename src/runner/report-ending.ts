import type { FinishRunRequest } from '../core/platform.js';
import { errorText } from './captured-error.js';
import type { RunnerPorts } from './ports.js';
import { pause } from './timed.js';
import type { LimitedCall } from './timed.js';

const TRIES = 4;
const PAUSE_FIRST_MS = 500;

/**
 * Tells the platform how a run ended. The token makes repeating safe. A run whose ending cannot be told is settled by the platform when its
 * time is over.
 */
export async function reportEnding(ports: RunnerPorts, call: LimitedCall, request: FinishRunRequest): Promise<void> {
  const { clock, platform, log } = ports;
  const { taskName, outcome } = request;
  let reason = '';
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(clock, PAUSE_FIRST_MS * 2 ** (tries - 1));
    try {
      const { accepted } = await call('finishRun', () => platform.finishRun(request));
      // An earlier try may have arrived. And at the end of its grace the platform settles a run without being asked.
      if (!accepted && tries === 0 && outcome !== 'expired') {
        log.warn(`The "${outcome}" of "${taskName}" came too late: its run had been settled.`);
      }
      return;
    } catch (error: unknown) {
      reason = errorText(error);
    }
  }
  log.warn(`The "${outcome}" of "${taskName}" could not be told to the platform: ${reason}.`);
}
