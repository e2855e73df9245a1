import type { RunPlatform, TaskPlatform } from '../core/platform.js';
import type { Runner } from '../runner/ports.js';

/** Attaching is readiness: the listeners are on before the platform learns of this runtime. */
export function listeningPlatform(platform: TaskPlatform, runner: () => Runner): RunPlatform {
  let listening: Promise<unknown> | null = null;

  const listen = async (): Promise<void> => {
    await platform.addListener('run', (run) => void runner().offer(run));
    await platform.addListener('expire', (event) => runner().expire(event));
  };

  return {
    async attach(request) {
      // A rejection is not kept. A listener that is then added twice does no harm: a run is taken once.
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
