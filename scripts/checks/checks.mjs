import { buildStep } from '../test/build-step.mjs';
import { chromium } from '../test/needs.mjs';

const one = (name, about, command, more = {}) => ({ name, about, command, single: true, limitMinutes: 5, ...more });

const ofBuild = (name, about, command, more = {}) => ({ name, about, command, limitMinutes: 5, needsBuild: true, ...more });

/** Lists what CI checks besides the tests; each check is green, red or not run. */
export const checks = [
  one('lockfile', 'package-lock.json is whole, deduplicated and names no registry', ['node', 'scripts/checks/lockfile.mjs']),
  one('paths', 'no tracked file names a machine path or a registry host', ['node', 'scripts/checks/machine-paths.mjs']),
  one('lint', 'ESLint with the bans of the house', ['eslint', '.']),
  one('format', 'Prettier finds nothing to change in TypeScript, JavaScript and Java', ['prettier', '--check', '--log-level', 'warn', '.']),
  one('format-swift', 'swift-format finds nothing to change', ['node', 'scripts/ios/format.mjs', '--check']),
  one('types', 'every TypeScript project, core and runner without the DOM library', ['node', 'scripts/checks/types.mjs']),
  one('layers', 'imports go one way', ['depcruise', 'src', '--config', '.dependency-cruiser.mjs']),
  one('layers-swift', 'types of Swift are named in their own layer and above', ['node', 'scripts/ios/check-layers.mjs']),
  one('exports', 'no dead exports, files or dependencies', ['knip']),
  one('docs', "README's API section is that of src/definitions.ts", ['node', 'scripts/docgen.mjs', '--check']),
  one('faults', 'each known fault stands in the title of a test, and no test is expected to fail', ['node', 'scripts/checks/faults.mjs']),
  one('links', 'links between pages lead somewhere', ['node', 'scripts/checks/links.mjs']),
  buildStep,
  ofBuild('size', 'minified and gzipped, from a real bundle', ['node', 'bench/size.mjs']),
  ofBuild('tarball', 'publint and are-the-types-wrong on the packed package', ['node', 'scripts/checks/tarball.mjs']),
  {
    name: 'fresh-app',
    about: 'the packed package in a new Vite app, built and run',
    command: ['node', 'scripts/checks/fresh-app.mjs'],
    limitMinutes: 10,
    needsBuild: true,
    needs: chromium,
  },
];
