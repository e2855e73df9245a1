import type { RunPlatform } from '../core/platform.js';
import { createAttachment } from './attachment.js';
import type { Runner, RunnerPorts } from './ports.js';
import { createTaskRunner } from './task-runner.js';

/** The runner of a page or a headless web view, which attaches to its platform. */
export function createRunner(ports: RunnerPorts & { readonly platform: RunPlatform }): Runner {
  const runner = createTaskRunner(ports);
  return { ...runner, ...createAttachment(ports, (run) => void runner.offer(run)) };
}
