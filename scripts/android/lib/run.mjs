import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs a tool to its end and returns what it printed; throws with all of it when the tool fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options });
  if (result.error) throw new Error(`${command} could not be started: ${result.error.message}`);
  const output = `${result.stdout}${result.stderr}`;
  if (result.status !== 0) throw new Error(`${command} failed (${result.status ?? result.signal}):\n${output}`);
  return output;
}

/** Runs a tool with its output passed on line by line; resolves with the exit status. */
export function stream(command, args, { onLine, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const stop = () => child.kill('SIGTERM');
    process.once('SIGINT', stop).once('SIGTERM', stop);
    for (const output of [child.stdout, child.stderr]) createInterface({ input: output }).on('line', onLine);
    child.on('error', reject).on('close', (status, signal) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(status ?? signal);
    });
  });
}
