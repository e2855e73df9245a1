// Builds the example app's real headless page as its developer would, from the package as it is published.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const runNode = (root, args, cwd) => {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/node'), args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout}${stderr}`);
};

export const buildExample = (root, cacheFolder) => {
  if (!existsSync(join(root, 'dist/esm/vite/index.js'))) runNode(root, [join(root, 'scripts/build.mjs')], root);
  const app = join(cacheFolder, 'example-app');
  rmSync(app, { recursive: true, force: true });
  const skipped = ['node_modules', 'dist', 'ios', 'android'].map((name) => join(root, 'example-app', name));
  cpSync(join(root, 'example-app'), app, { recursive: true, filter: (source) => !skipped.includes(source) });
  mkdirSync(join(app, 'node_modules/@capgo'), { recursive: true });
  symlinkSync(root, join(app, 'node_modules/@capgo/capacitor-background-task'), 'junction');
  runNode(root, [join(root, 'node_modules/vite/bin/vite.js'), 'build'], app);
  const manifest = JSON.parse(readFileSync(join(app, 'dist/background-task.json'), 'utf8'));
  return { folder: join(app, 'dist'), tasks: manifest.tasks };
};
