import { existsSync, readFileSync } from 'node:fs';
import { build } from 'vite';
import type { Rollup } from 'vite';
import { expect, test } from 'vitest';
import { backgroundTask } from '../../src/vite/index.ts';
import { until } from '../drivers/until.ts';
import { withApp } from './app-folder.ts';
import { TASKS_FILE } from './build-app.ts';

const define = (name: string): string =>
  `import { BackgroundTask } from '@capgo/capacitor-background-task';\nBackgroundTask.defineTask('${name}', () => undefined);\n`;

test('a watching build follows the tasks module that the app does not import, also through an error', async () => {
  await withApp({ 'src/main.ts': '', [TASKS_FILE]: define('first') }, async (app) => {
    const watcher = (await build({
      configFile: false,
      logLevel: 'silent',
      root: app.root,
      plugins: [backgroundTask({ tasks: TASKS_FILE })],
      build: { watch: {}, emptyOutDir: false },
    })) as Rollup.RollupWatcher;
    const errors: string[] = [];
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') errors.push(event.error.message);
    });
    const manifest = app.path('dist/background-task.json');
    const names = (): string =>
      existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { tasks: string[] }).tasks.join() : '';
    try {
      await until('the first build', () => names() === 'first');
      app.write(TASKS_FILE, define('second'));
      await until('the second build', () => names() === 'second');
      app.write(TASKS_FILE, `${define('third')}document.title = 'x';\n`);
      await until('the refusal', () => errors.some((message) => message.includes('document is not defined')));
      app.write(TASKS_FILE, define('fourth'));
      await until('the build after the refusal', () => names() === 'fourth');
      expect(errors).toHaveLength(1);
    } finally {
      await watcher.close();
    }
  });
}, 120_000);
