import type { RunPlatform } from '../../core/platform.js';
import type { Clock } from '../../runner/ports.js';
import { pause } from '../../runner/timed.js';

/** Long enough for a page that is being left to be gone. */
const LEAVING_MS = 4000;
const MOMENT_MS = 200;

/**
 * Leaving a page aborts its requests, and WebKit lets the callbacks that waited for them fail while the page still stands. Such a run
 * is not `failed` but `lost`, and comes again. So a page tells of a failure a moment late, or not at all when it is gone by then.
 */
export function unlessLeaving(finishRun: RunPlatform['finishRun'], clock: Clock): RunPlatform['finishRun'] {
  let leavingUntil = 0;
  window.addEventListener('beforeunload', () => (leavingUntil = clock.now() + LEAVING_MS));
  return async (request) => {
    if (request.outcome === 'failed') {
      await pause(clock, Math.max(MOMENT_MS, leavingUntil - clock.now()));
    }
    return finishRun(request);
  };
}
