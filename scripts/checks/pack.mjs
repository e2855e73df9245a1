import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { npm } from '../setup/npm.mjs';
import { root } from '../setup/paths.mjs';

/** Packs what dist/ holds now into a folder, as `npm publish` would. */
export function pack(folder) {
  const [command, ...args] = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const answer = JSON.parse(stdout);
  const [{ filename, files, size }] = Array.isArray(answer) ? answer : Object.values(answer);
  return { file: join(folder, filename), files, size };
}
