import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pack } from '../../../scripts/checks/pack.mjs';
import { npm } from '../../../scripts/setup/npm.mjs';
import { cleanEnvironment, repository, type CommandResult } from './cli-process.js';
import { writeFiles, type Files } from './projects.js';

const require = createRequire(import.meta.url);
const capacitorCli = join(dirname(require.resolve('@capacitor/cli/package.json')), 'bin', 'capacitor');
const viteCli = join(dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');

/** Packs the built package as `npm publish` would. */
export function packPackage(into: string): string {
  if (!existsSync(join(repository, 'dist/cli/index.js'))) throw new Error('dist/cli/index.js is missing: run "npm run build" first');
  return pack(into).file;
}

export interface FreshApp {
  readonly root: string;
  /** `npm install` of the packed package. */
  install(): void;
  cap(...args: string[]): CommandResult;
  build(): CommandResult;
}

/** An app as a newcomer has it, its web folder not really built yet. Nothing is downloaded. */
export function freshApp(root: string, tarball: string, { workspace = root } = {}): FreshApp {
  writeFiles(root, APP);
  linkTools(workspace);
  return {
    root,
    install() {
      const given = ['--offline', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--no-package-lock', '--save'];
      const [command, ...args] = npm(['install', ...given, tarball]);
      const { status, stderr } = execute(command, args, workspace);
      if (status !== 0) throw new Error(stderr);
      // npm takes out what no package.json names.
      linkTools(workspace);
      if (workspace !== root) writeFiles(root, { 'package.json': listed(tarball) });
    },
    cap: (...args) => execute(process.execPath, [capacitorCli, ...args], root),
    build: () => execute(process.execPath, [viteCli, 'build', '--logLevel', 'warn'], root),
  };
}

/** Capacitor, its platforms and Vite, as this repository has them. */
function linkTools(root: string): void {
  mkdirSync(join(root, 'node_modules/@capacitor'), { recursive: true });
  for (const name of ['@capacitor/cli', '@capacitor/core', '@capacitor/android', '@capacitor/ios', 'vite', 'typescript']) {
    const link = join(root, 'node_modules', name);
    if (!existsSync(link)) symlinkSync(join(repository, 'node_modules', name), link, 'junction');
  }
}

function listed(tarball: string): string {
  return JSON.stringify({
    name: 'mobile',
    version: '1.0.0',
    dependencies: {
      '@capgo/capacitor-background-task': `file:${tarball}`,
      '@capacitor/core': '8',
      '@capacitor/ios': '8',
      '@capacitor/android': '8',
    },
  });
}

function execute(command: string, args: readonly string[], cwd: string): CommandResult {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: cleanEnvironment({ CI: '1', CAPACITOR_COCOAPODS_PATH: join(cwd, 'no-pod') }),
  });
  return { status, stdout, stderr };
}

const APP: Files = {
  'package.json': '{ "name": "app", "version": "1.0.0", "private": true }\n',
  'index.html':
    '<!doctype html>\n<html><head><title>App</title></head><body><script type="module" src="/src/main.ts"></script></body></html>\n',
  'dist/index.html': '<!doctype html>\n<html><head></head><body></body></html>\n',
  'vite.config.ts':
    "import { backgroundTask } from '@capgo/capacitor-background-task/vite';\n\nexport default {\n  plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })],\n};\n",
  'src/main.ts':
    "import './background-tasks';\nimport { BackgroundTask } from '@capgo/capacitor-background-task';\n\nvoid BackgroundTask.registerTaskAsync('sync-offline-data', { minimumInterval: 30, requiresNetwork: true });\n",
  'src/background-tasks.ts':
    "import { BackgroundTask, BackgroundTaskResult } from '@capgo/capacitor-background-task';\n\nconst SYNC_TASK = 'sync-offline-data';\nBackgroundTask.defineTask(SYNC_TASK, async () => {\n  try {\n    await fetch('https://api.example.com/sync', { method: 'POST' });\n    return BackgroundTaskResult.Success;\n  } catch {\n    return BackgroundTaskResult.Failed;\n  }\n});\n",
};
