import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { TASKS } from './app-folder.ts';
import { VITE_VERSIONS, withViteProject } from './vite-project.ts';

const LIMIT = 120_000;
/** Vite 8 looks files up in native code, which no test can make blind for letter case; there the names stay as they are given. */
const IN_JAVASCRIPT = VITE_VERSIONS.filter(({ major }) => major !== '8');
const CHAIN = String.raw`\s+src/late\.ts:3\s+imported by src/background-tasks\.ts`;

test.each(IN_JAVASCRIPT)(
  'F-W03: on a disk without letter case Vite $major builds, and refuses with the chain, what the configuration spells in another way',
  async (version) => {
    const files = { 'src/background-tasks.ts': `import './late';\n${TASKS}`, 'src/late.ts': '' };
    await withViteProject(version, files, { tasks: 'src/Background-Tasks.ts' }, async ({ app, build, dist }) => {
      const blind = { NODE_OPTIONS: `--import ${resolve(import.meta.dirname, 'case-blind.mjs')}`, CASE_BLIND: app.root };
      await build(blind);
      expect(JSON.parse(dist('background-task.json'))).toMatchObject({ tasks: ['sync-notes'] });

      app.write(
        'src/late.ts',
        `interface Theme { name: string }\n\nexport const theme: Theme = { name: document.title };\nconsole.log(theme);\n`,
      );
      await expect(build(blind)).rejects.toThrow(new RegExp(`document is not defined${CHAIN}`));
      app.write('src/late.ts', `interface Theme { name: string }\n\nexport const theme: Theme = await Promise.resolve({ name: 'x' });\n`);
      await expect(build(blind)).rejects.toThrow(new RegExp(String.raw`await resolve\(…\) at the top level of a module\.${CHAIN}`));
    });
  },
  LIMIT,
);
