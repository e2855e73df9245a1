import type {
  BackgroundTaskCallback,
  BackgroundTaskExecution,
  BackgroundTaskExpirationEvent,
  BackgroundTaskRuntime,
} from '../../src/definitions.js';
import { WEB_GRACE_MS } from '../../src/core/constants.js';
import { capturedError, capturedWithStack } from '../../src/runner/captured-error.js';
import { createDefinitions } from '../../src/runner/definitions.js';
import { createDirectRunner } from '../../src/runner/direct-runner.js';
import type { DirectRunner } from '../../src/runner/direct-runner.js';
import { createExpirationListeners } from '../../src/runner/expiration-listeners.js';
import type { Runner, RunnerPorts } from '../../src/runner/ports.js';
import { createRunner } from '../../src/runner/runner.js';
import { FakeClock, START } from '../support/fake-clock.js';
import { FakePlatform } from './fake-platform.js';

export const MINUTE = 60_000;

/** As the public API in a worker has it. */
export const makeDirectRunner: MakeRunner<DirectRunner & Runner> = (ports) => {
  const listeners = createExpirationListeners(ports.log.warn);
  const runner = createDirectRunner({
    graceMs: WEB_GRACE_MS,
    ...ports,
    capture: ports.production ? capturedError : capturedWithStack,
    warn: ports.log.warn,
    onCut: listeners.tell,
  });
  return { ...runner, attach: () => Promise.resolve(), onExpiration: listeners.add, lendSlot: () => () => undefined };
};

export type MakeRunner<R extends Runner = Runner> = (ports: RunnerPorts) => R;

/** What is true of every runner is tested with each. */
export const RUNNERS: [name: string, make: MakeRunner][] = [
  ['the runner of pages', createRunner],
  ['the runner of workers', makeDirectRunner],
];

/** A runner on a platform and a clock that the test controls. */
export function rig<R extends Runner = Runner>(ports: Partial<RunnerPorts> = {}, make: MakeRunner<R> | MakeRunner = createRunner) {
  const clock = new FakeClock();
  const platform = new FakePlatform();
  platform.deadline = START + 10 * MINUTE;
  const definitions = createDefinitions();
  const warnings: string[] = [];
  const runner = (make as MakeRunner<R>)({
    platform,
    runtime: 'page',
    runtimeId: 'runtime-1',
    definitions,
    clock,
    log: { warn: (message) => void warnings.push(message) },
    production: true,
    ...ports,
  });
  const define = (name: string, callback: BackgroundTaskCallback, runtimes: readonly BackgroundTaskRuntime[] | null = null): void =>
    definitions.define({ name, callback, runtimes });
  const expirations: BackgroundTaskExpirationEvent[] = [];
  runner.onExpiration((event) => void expirations.push(event));
  return { clock, platform, definitions, warnings, runner, define, expirations };
}

/** A callback whose end the test decides. */
export function controlled() {
  const runs: { execution: BackgroundTaskExecution; resolve: (value?: unknown) => void; reject: (error: unknown) => void }[] = [];
  const callback = (execution: BackgroundTaskExecution): Promise<never> =>
    new Promise((resolve, reject) => {
      runs.push({ execution, resolve: resolve as (value?: unknown) => void, reject });
    });
  return { runs, callback };
}
