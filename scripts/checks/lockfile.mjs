// Checks that no lockfile names a registry, so that each works behind any mirror, and that the root's has no package twice that one copy would serve.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { npm } from '../setup/npm.mjs';
import { inRoot, root } from '../setup/paths.mjs';

const problems = [];
const FAMILIES = 'test/frameworks/families';
const families = readdirSync(inRoot(FAMILIES), { withFileTypes: true }).filter((entry) => entry.isDirectory());

for (const folder of ['.', ...families.map(({ name }) => `${FAMILIES}/${name}`)]) {
  const { packages } = JSON.parse(readFileSync(inRoot(folder, 'package-lock.json'), 'utf8'));
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '' || entry.link) continue;
    if (entry.resolved !== undefined) problems.push(`${folder}: ${path} has a "resolved" address: run npm with the repository's .npmrc`);
    if (entry.integrity === undefined && !entry.inBundle) problems.push(`${folder}: ${path} has no integrity`);
  }

  // npm loses the builds for other systems when it changes a lockfile on one, or when a mirror lacks them; "npm ci" then fails everywhere.
  const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    const missing = Object.keys(optionalDependencies).filter((name) => !names.has(name));
    if (missing.length > 0)
      problems.push(`${folder}: ${path} lacks ${missing.join(', ')}: make the lockfile anew, in a folder without node_modules`);
  }
}

const [command, ...args] = npm(['dedupe', '--dry-run', '--package-lock-only', '--json', '--no-audit', '--no-fund']);
const dedupe = spawnSync(command, args, {
  cwd: root,
  encoding: 'utf8',
});
if (dedupe.status !== 0) problems.push(`npm dedupe --dry-run failed: ${dedupe.stderr.trim()}`);
else {
  // npm prints lines for people before the JSON.
  const { added = 0, removed = 0, changed = 0 } = JSON.parse(dedupe.stdout.slice(dedupe.stdout.search(/^\{/m)));
  if (removed + added + changed > 0)
    problems.push(`npm dedupe would add ${added}, remove ${removed} and change ${changed} packages: run it`);
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
