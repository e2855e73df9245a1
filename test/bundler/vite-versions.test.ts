import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { TASKS, withApp } from './app-folder.ts';
import type { AppFolder } from './app-folder.ts';
import { definitionsOf } from './evaluate.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const LIMIT = 120_000;
const run = promisify(execFile);

/** Gives the app the plugin as it is published, one file, and this Vite beside it: that is how the plugin finds its Vite. */
async function install(app: AppFolder, vite: string): Promise<void> {
  const bundle = await rolldown({
    input: { plugin: resolve(REPOSITORY, 'src/vite/index.ts') },
    platform: 'node',
    external: [/^node:/, 'vite'],
  });
  await bundle.write({ dir: app.path('tools'), format: 'es', entryFileNames: '[name].mjs' });
  await bundle.close();
  mkdirSync(app.path('node_modules'), { recursive: true });
  symlinkSync(realpathSync(resolve(REPOSITORY, 'node_modules', vite)), app.path('node_modules/vite'), 'junction');
  app.write(
    'vite.config.mjs',
    `import { backgroundTask } from './tools/plugin.mjs';\nexport default { base: '/sub/', plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })] };\n`,
  );
}

/** The app's own `vite build`, as a process. */
const viteBuild = (app: AppFolder): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, [app.path('node_modules/vite/bin/vite.js'), 'build'], {
    cwd: app.root,
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  });

test.each([
  ['vite6', '6'],
  ['vite7', '7'],
  ['vite', '8'],
])(
  '%s builds an app and refuses what cannot be a worker',
  async (vite, major) => {
    await withApp(
      { 'src/background-tasks.ts': `${TASKS}\nvoid import('./late');\n`, 'src/late.ts': TASKS.replace('sync-notes', 'late') },
      async (app) => {
        await install(app, vite);
        expect((await viteBuild(app)).stdout).toContain(`vite v${major}.`);
        const dist = (name: string): string => readFileSync(app.path(`dist/${name}`), 'utf8');
        expect(JSON.parse(dist('background-task.json'))).toEqual({ version: 1, tasks: ['late', 'sync-notes'], plugins: [] });
        expect(definitionsOf(dist('background-task-sw.js'), {})?.names()).toContain('sync-notes');
        expect(dist('index.html')).toContain('<meta name="capgo-background-task" content="/sub/">');
        expect(dist('background-task.html')).toContain('background-task-page.js');

        app.write('src/background-tasks.ts', `import './late';\n${TASKS}`);
        app.write(
          'src/late.ts',
          `interface Theme { name: string }\n\nexport const theme: Theme = { name: document.title };\nconsole.log(theme);\n`,
        );
        await expect(viteBuild(app)).rejects.toThrow(/document is not defined\s+src\/late\.ts:3\s+imported by src\/background-tasks\.ts/);
        app.write('src/late.ts', `interface Theme { name: string }\n\nexport const theme: Theme = await Promise.resolve({ name: 'x' });\n`);
        await expect(viteBuild(app)).rejects.toThrow(
          /await resolve\(…\) at the top level of a module\.\s+src\/late\.ts:3\s+imported by src\/background-tasks\.ts/,
        );
      },
    );
  },
  LIMIT,
);
