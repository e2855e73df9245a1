// This file runs before anything is installed, so it uses only Node 20 and its own modules.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { npm } from './npm.mjs';
import { inRoot, root } from './paths.mjs';

/** The tools in node_modules and the TypeScript of the test drivers need this version; the project brings it as the npm package `node`. */
const NODE_OF_TOOLS = [22, 18];

const readJson = (file) => JSON.parse(readFileSync(inRoot(file), 'utf8'));

/** Returns true when node_modules is what package-lock.json says. Optional packages of other systems may be absent. */
function isInstalled() {
  if (!existsSync(inRoot('node_modules/.package-lock.json'))) return false;
  const wanted = readJson('package-lock.json').packages;
  const present = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) => path === '' || link || present[path]?.version === version || (optional && !present[path]),
  );
}

/** Installs by `npm ci` when node_modules is missing or stale. */
export function ensureDependencies(say) {
  if (isInstalled()) return;
  say('installing the dependencies with npm ci');
  // npm's warnings are hidden: they are about tools that want a newer Node.js, and one comes with them.
  const [command, ...args] = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
  });
  if (error) throw new Error(`npm could not be started (${error.message}): install Node.js with npm`);
  if (status !== 0) throw new Error(`npm ci failed with exit code ${status}: its output above says why`);
}

/** Returns the path of the Node.js that runs the project's tools. */
export function projectNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_OF_TOOLS[0] || (major === NODE_OF_TOOLS[0] && minor >= NODE_OF_TOOLS[1])) return process.execPath;
  const brought = inRoot('node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(brought)) return brought;
  throw new Error(
    `Node.js ${NODE_OF_TOOLS.join('.')} or newer is needed, this is ${process.version}, and the npm package "node" did not bring one ` +
      '(are install scripts switched off?): run `npm rebuild node`, or install a newer Node.js',
  );
}
