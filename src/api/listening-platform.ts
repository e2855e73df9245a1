import type { RunPlatform, TaskPlatform } from '../core/platform.js';
import type { Runner } from '../runner/ports.js';

/** The listeners are added before the platform learns of this runtime, because from then on it sends offers. */
export function listeningPlatform(platform: TaskPlatform, runner: () => Runner): RunPlatform {
  let listening: Promise<unknown> | null = null;

  const listen = async (): Promise<void> => {
    await platform.addListener('run', (run) => void runner().offer(run));
    await platform.addListener('expire', (event) => runner().expire(event));
  };

  return {
    async attach(request) {
      // A rejected promise is not kept, so the next call tries again. A listener that is added twice then does no harm, because a run is taken once.
      listening ??= listen().catch((error: unknown) => {
        listening = null;
        throw error;
      });
      await listening;
      return platform.attach(request);
    },
    claimRun: (request) => platform.claimRun(request),
    declineRun: (request) => platform.declineRun(request),
    finishRun: (request) => platform.finishRun(request),
    setProgress: (request) => platform.setProgress(request),
  };
}
