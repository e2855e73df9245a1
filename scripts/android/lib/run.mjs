import { spawnSync } from 'node:child_process';

/** Runs a tool to its end and returns what it printed; throws with all of it when the tool fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options });
  if (result.error) throw new Error(`${command} could not be started: ${result.error.message}`);
  const output = `${result.stdout}${result.stderr}`;
  if (result.status !== 0) throw new Error(`${command} failed (${result.status ?? result.signal}):\n${output}`);
  return output;
}
