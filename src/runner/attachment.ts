import { CONTRACT_VERSION } from '../core/constants.js';
import type { RunOffer, RunPlatform } from '../core/platform.js';
import { errorText } from './captured-error.js';
import { runsIn } from './definitions.js';
import type { Runner, RunnerPorts } from './ports.js';
import { alarm, withLimit } from './timed.js';

const RETRY_FIRST_MS = 1000;
const RETRY_LIMIT_MS = 60_000;

/** Keeps the platform informed of what this runtime defines. */
export function createAttachment(
  ports: RunnerPorts & { readonly platform: RunPlatform },
  offer: (run: RunOffer) => void,
): Pick<Runner, 'attach' | 'contractVersion'> {
  const { platform, clock, runtime, runtimeId, log, definitions } = ports;
  let next: Promise<void> | null = null;
  let last = Promise.resolve();
  /** The names that the platform knows, as one text. */
  let told: string | null = null;
  let platformVersion: number | null = null;
  let listening = false;
  let failures = 0;
  let cancelRetry = (): void => undefined;

  const names = (): string[] =>
    definitions.names().filter((name) => {
      const definition = definitions.get(name);
      return definition !== undefined && runsIn(definition, runtime);
    });

  const failed = (error: unknown): void => {
    const first = failures++ === 0;
    // When the native part is too old, Capacitor rejects with the first code and this package with the second. Asking again would not help.
    const outdated = /^(UNIMPLEMENTED|PLUGIN_OUTDATED)$/.test(String((error as { code?: unknown } | null)?.code));
    if (first) log.warn(outdated ? OUTDATED : `The platform did not take the list of tasks (${errorText(error)}). It is tried again.`);
    if (!outdated) cancelRetry = alarm(clock, Math.min(RETRY_LIMIT_MS, RETRY_FIRST_MS * 2 ** (failures - 1)), () => void attach());
  };

  const round = async (): Promise<void> => {
    next = null;
    cancelRetry();
    const taskNames = names();
    try {
      const { contractVersion, runs } = await withLimit(clock, 'attach', () =>
        platform.attach({ contractVersion: CONTRACT_VERSION, runtimeId, runtime, taskNames }),
      );
      platformVersion = contractVersion;
      if (contractVersion < CONTRACT_VERSION) log.warn(OUTDATED);
      told = JSON.stringify(taskNames);
      failures = 0;
      // A platform's JSON may drop an empty key.
      for (const run of (runs as readonly RunOffer[] | undefined) ?? []) offer(run);
    } catch (error: unknown) {
      failed(error);
    }
  };

  const attach = (onlyNew = false): Promise<void> => {
    if (onlyNew && told === JSON.stringify(names())) return last;
    if (!listening) {
      listening = true;
      definitions.onDefine(() => void attach(true));
    }
    // The microtask lets a burst of definitions end; rounds follow one another, so that the last list told is the whole one.
    next ??= last = last.then(round);
    return next;
  };

  return { attach, contractVersion: () => platformVersion };
}

const OUTDATED = 'PLUGIN_OUTDATED: the native part is missing or older than the JavaScript. Run "npx cap sync" and build the app anew.';
