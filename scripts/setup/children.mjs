import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { projectNode } from './dependencies.mjs';
import { inRoot, root } from './paths.mjs';

const running = new Set();

function signalGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The process has already ended.
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of running) signalGroup(child, 'SIGTERM');
    process.exit(130);
  });
}

/** Returns the environment of the project's tools, in which its own Node.js and commands come first. */
export function toolEnvironment(extra = {}) {
  const path = [inRoot('node_modules/.bin'), dirname(projectNode()), process.env.PATH ?? ''].join(delimiter);
  // `npm test --silent` would pass its silence on to its children, and `npm pack --json` would then print nothing.
  const { npm_config_loglevel: _, ...environment } = process.env;
  return { ...environment, PATH: path, ...extra };
}

/**
 * Runs a command in a process group of its own. Its end ends whatever it left behind, and the time limit ends all of it.
 * Hands over every line of output. Resolves with the exit code, `timeout` or the signal's name; rejects when the command cannot be started.
 */
export function runCommand(commandLine, { env = {}, cwd = root, limitMs = Infinity, onLine = (line) => console.log(line) } = {}) {
  const [command, ...args] = commandLine;
  return new Promise((resolve, reject) => {
    const child = spawn(command === 'node' ? projectNode() : command, args, {
      cwd,
      env: toolEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let timedOut = false;
    const kill = () => {
      timedOut = true;
      signalGroup(child, 'SIGTERM');
      setTimeout(() => signalGroup(child, 'SIGKILL'), 5000).unref();
    };
    const timer = Number.isFinite(limitMs) ? setTimeout(kill, limitMs) : null;
    for (const stream of [child.stdout, child.stderr]) readLines(stream, onLine);
    const ended = () => {
      running.delete(child);
      if (timer !== null) clearTimeout(timer);
    };
    child.on('error', (error) => {
      ended();
      reject(new Error(`${command} could not be started: ${error.message}`));
    });
    // The group is signalled at `exit`, because a process left behind could hold the pipes open, and then `close` would never come.
    child.on('exit', () => signalGroup(child, 'SIGTERM'));
    child.on('close', (code, signal) => {
      ended();
      resolve(timedOut ? 'timeout' : (code ?? signal));
    });
  });
}

function readLines(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => rest !== '' && onLine(rest));
}
