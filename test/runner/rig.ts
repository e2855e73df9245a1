import type { BackgroundTaskCallback, BackgroundTaskExecution, BackgroundTaskExpirationEvent, BackgroundTaskRuntime } from '../../src/definitions.js';
import { createAttachment } from '../../src/runner/attachment.js';
import { createDefinitions } from '../../src/runner/definitions.js';
import { createDirectRunner } from '../../src/runner/direct-runner.js';
import type { Runner, RunnerPorts } from '../../src/runner/ports.js';
import { createRunner } from '../../src/runner/runner.js';
import { FakeClock, START } from './fake-clock.js';
import { FakePlatform } from './fake-platform.js';

export const MINUTE = 60_000;

export type MakeRunner = (ports: RunnerPorts) => Runner;

/** What is true of every runner is tested with each. */
export const RUNNERS: [name: string, make: MakeRunner][] = [
  ['the runner of pages', createRunner],
  ['the runner of workers', createDirectRunner],
];

/** A runner on a platform and a clock that the test controls. */
export function rig(ports: Partial<RunnerPorts> = {}, make: MakeRunner = createRunner) {
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
    attachment: createAttachment,
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
