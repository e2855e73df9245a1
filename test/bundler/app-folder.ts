import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** The package as its sources: the same conditions as in the published exports map. */
const PACKAGE = {
  name: '@capgo/capacitor-background-task',
  version: '0.0.0',
  type: 'module',
  sideEffects: false,
  exports: {
    '.': { worker: './src/index.worker.ts', import: './src/index.ts' },
    './service-worker': './src/web/worker/index.ts',
    './vite': './vite-plugin.mjs',
  },
};

export const TASKS = `
import { BackgroundTask } from '@capgo/capacitor-background-task';
BackgroundTask.defineTask('sync-notes', async () => { await fetch('/notes', { method: 'POST' }); });
`;

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>app</title></head><body><script type="module" src="/src/main.ts"></script></body></html>
`;

/** An app in a temporary folder: index.html, an entry that imports the tasks, and the tasks. */
export class AppFolder {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'background-task-app-')));

  constructor(files: Readonly<Record<string, string>> = {}) {
    const defaults = {
      'index.html': PAGE,
      'package.json': '{ "name": "app", "private": true, "type": "module" }',
      'src/main.ts': `import './background-tasks';\ndocument.title = 'ready';\n`,
      'src/background-tasks.ts': TASKS,
      'node_modules/@capgo/capacitor-background-task/package.json': JSON.stringify(PACKAGE),
    };
    for (const [path, text] of Object.entries({ ...defaults, ...files })) this.write(path, text);
    symlinkSync(join(REPOSITORY, 'src'), join(this.root, 'node_modules/@capgo/capacitor-background-task/src'), 'junction');
    symlinkSync(join(REPOSITORY, 'node_modules/@capacitor'), join(this.root, 'node_modules/@capacitor'), 'junction');
  }

  path(name: string): string {
    return join(this.root, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Runs with an app that is gone afterwards. */
export async function withApp<Value>(files: Readonly<Record<string, string>>, use: (app: AppFolder) => Promise<Value>): Promise<Value> {
  const app = new AppFolder(files);
  try {
    return await use(app);
  } finally {
    app.remove();
  }
}
