import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/**
 * Returns the command that starts npm without a shell. On Windows npm is a batch file, which Node.js starts only by a shell, and a shell would parse
 * the arguments again; so this Node.js runs npm's own script there.
 *
 * @param {readonly string[]} args
 * @param {{ platform?: string, execPath?: string, environment?: Record<string, string | undefined>, exists?: (path: string) => boolean }} [machine]
 * @returns {[command: string, ...args: string[]]}
 */
export function npm(
  args,
  { platform = process.platform, execPath = process.execPath, environment = process.env, exists = existsSync } = {},
) {
  if (platform !== 'win32') return ['npm', ...args];
  const beside = win32.join(win32.dirname(execPath), 'node_modules/npm/bin/npm-cli.js');
  const script = [environment['npm_execpath'], beside].find(
    (path) => path !== undefined && posix.basename(path.replaceAll('\\', '/')) === 'npm-cli.js' && exists(path),
  );
  if (script === undefined) throw new Error(`npm was not found beside ${execPath}: run this by "npm run", or install Node.js with npm`);
  return [execPath, script, ...args];
}
