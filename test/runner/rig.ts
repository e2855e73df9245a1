import type {
  BackgroundTaskCallback,
  BackgroundTaskExecution,
  BackgroundTaskExpirationEvent,
  BackgroundTaskRuntime,
} from '../../src/definitions.js';
import { CONTRACT_VERSION } from '../../src/core/constants.js';
import type { RunPlatform } from '../../src/core/platform.js';
import { createDefinitions } from '../../src/runner/definitions.js';
import type { Runner, RunnerPorts } from '../../src/runner/ports.js';
import { createRunner } from '../../src/runner/runner.js';
import { createTaskRunner } from '../../src/runner/task-runner.js';
import { FakeClock, START } from '../support/fake-clock.js';
import { FakePlatform } from './fake-platform.js';

export const MINUTE = 60_000;

/** As the public API in a worker has it: the platform is in the same context, and nothing attaches. */
export const makeWorkerRunner: MakeRunner = (ports) => ({
  ...createTaskRunner({ ...ports, callLimitMs: null }),
  attach: () => Promise.resolve(),
  contractVersion: () => CONTRACT_VERSION,
});

type Ports = RunnerPorts & { readonly platform: RunPlatform };
export type MakeRunner = (ports: Ports) => Runner;

/** What is true of every runner is tested with each. */
export const RUNNERS: [name: string, make: MakeRunner][] = [
  ['the runner of pages', createRunner],
  ['the runner of workers', makeWorkerRunner],
];

/** A runner on a platform and a clock that the test controls. */
export function rig(ports: Partial<Ports> = {}, make: MakeRunner = createRunner) {
  const clock = new FakeClock();
  const platform = new FakePlatform();
  platform.deadline = START + 10 * MINUTE;
  const definitions = createDefinitions();
  const warnings: string[] = [];
  const runner = make({
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
