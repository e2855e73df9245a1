import { expect, test } from 'vitest';
import { TASKS } from './app-folder.ts';
import { definitionsOf } from './evaluate.ts';
import { VITE_VERSIONS, withViteProject } from './vite-project.ts';

const LIMIT = 120_000;

test.each(VITE_VERSIONS)(
  'Vite $major builds an app and refuses what cannot be a worker',
  async (version) => {
    const files = { 'src/background-tasks.ts': `${TASKS}\nvoid import('./late');\n`, 'src/late.ts': TASKS.replace('sync-notes', 'late') };
    await withViteProject(version, files, { config: `base: '/sub/',` }, async ({ app, build, dist }) => {
      expect((await build()).stdout).toContain(`vite v${version.major}.`);
      expect(JSON.parse(dist('background-task.json'))).toEqual({ version: 1, tasks: ['late', 'sync-notes'], plugins: [] });
      expect(definitionsOf(dist('background-task-sw.js'), {})?.names()).toContain('sync-notes');
      expect(dist('index.html')).toContain('<meta name="capgo-background-task" content="/sub/">');
      expect(dist('background-task.html')).toContain('background-task-page.js');

      app.write('src/background-tasks.ts', `import './late';\n${TASKS}`);
      app.write(
        'src/late.ts',
        `interface Theme { name: string }\n\nexport const theme: Theme = { name: document.title };\nconsole.log(theme);\n`,
      );
      await expect(build()).rejects.toThrow(/document is not defined\s+src\/late\.ts:3\s+imported by src\/background-tasks\.ts/);
      app.write('src/late.ts', `interface Theme { name: string }\n\nexport const theme: Theme = await Promise.resolve({ name: 'x' });\n`);
      await expect(build()).rejects.toThrow(
        /await resolve\(…\) at the top level of a module\.\s+src\/late\.ts:3\s+imported by src\/background-tasks\.ts/,
      );
    });
  },
  LIMIT,
);
