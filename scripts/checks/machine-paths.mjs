// No tracked file may name a path of somebody's machine or the host of a package registry.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { npm } from '../setup/npm.mjs';
import { inRoot, root } from '../setup/paths.mjs';

const BINARY = /\.(png|jpe?g|gif|webp|ico|jar|woff2?|zip|gz)$/i;
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// The names are put together from parts, so that this file does not find itself.
const hosts = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['repo1', 'maven', 'org'],
  ['repo', 'maven', 'apache', 'org'],
  ['deb', 'debian', 'org'],
  ['security', 'debian', 'org'],
  ['pypi', 'org'],
  ['files', 'pythonhosted', 'org'],
  ['proxy', 'golang', 'org'],
].map((parts) => parts.join('.'));
const [npmCommand, ...npmArguments] = npm(['config', 'get', 'registry']);
const configured = spawnSync(npmCommand, npmArguments, { cwd: root, encoding: 'utf8' }).stdout.trim();
if (URL.canParse(configured)) hosts.push(new URL(configured).host);

const own = [root, homedir()].filter((path) => path.length > 3 && path !== '/root');
const forbidden = [
  ...[...new Set(hosts)].map((host) => ({ what: 'a registry host', pattern: new RegExp(`(?<![\\w.-])${escape(host)}(?![\\w.-]*\\w)`) })),
  ...own.map((path) => ({ what: 'a path of this machine', pattern: new RegExp(`${escape(path)}(?![\\w-])`) })),
  { what: 'a home folder', pattern: /(?<![\w.])(?:\/home\/(?!user\b|runner\b)\w+\/|\/Users\/(?!you\b)\w+\/|[A-Z]:\\Users\\)/ },
];

const listed = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`);

let found = 0;
for (const file of listed.stdout.split('\0').filter((name) => name !== '' && !BINARY.test(name))) {
  let text;
  try {
    text = readFileSync(inRoot(file), 'utf8');
  } catch (error) {
    // The file was deleted, and the deletion is not committed yet.
    if (error.code === 'ENOENT') continue;
    throw error;
  }
  for (const [index, line] of text.split('\n').entries()) {
    for (const { what, pattern } of forbidden) {
      if (!pattern.test(line)) continue;
      found += 1;
      console.error(`${file}:${index + 1} names ${what}: ${line.trim().slice(0, 160)}`);
    }
  }
}
process.exitCode = found === 0 ? 0 : 1;
