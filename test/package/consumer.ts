import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pack } from '../../scripts/checks/pack.mjs';

const root = resolve(import.meta.dirname, '../..');

export interface Consumer {
  /** Runs Node.js in one of the fixture's folders; the answer holds all of its output. */
  run(folder: string, ...args: string[]): { readonly status: number | null; readonly output: string };
  /** A command of the repository's node_modules. */
  tool(path: string): string;
  remove(): void;
}

/** A project that has the packed package in its node_modules, and beside it what the fixtures hold. */
export function createConsumer(): Consumer {
  const cache = join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  // Inside the repository, so that @capacitor/core, Jest and Vitest are found above.
  const folder = mkdtempSync(join(cache, 'consumer-'));
  const installed = join(folder, 'node_modules/@capgo/capacitor-background-task');
  mkdirSync(installed, { recursive: true });
  // A manifest of its own: without it the repository's would be the nearest, and the package would resolve to itself.
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
  execFileSync('tar', ['-xzf', pack(folder).file, '-C', installed, '--strip-components=1']);
  cpSync(join(import.meta.dirname, 'fixtures'), folder, { recursive: true });
  cpSync(join(root, 'test/reference'), join(folder, 'reference'), { recursive: true });
  cpSync(join(folder, 'types/tsconfig.reference.json'), join(folder, 'reference/tsconfig.json'));
  return {
    run(name, ...args) {
      const { FORCE_COLOR: _, ...environment } = process.env;
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: join(folder, name),
        encoding: 'utf8',
        timeout: 55_000,
        env: { ...environment, NODE_ENV: 'test', NO_COLOR: '1' },
      });
      return { status, output: `${stdout}${stderr}` };
    },
    tool: (path) => join(root, 'node_modules', path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
