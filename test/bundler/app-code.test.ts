import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { buildApp, refusal } from './build-app.ts';
import { definitionsOf } from './evaluate.ts';
import { VITE_VERSIONS, withViteProject } from './vite-project.ts';

const LIMIT = 120_000;
const IMPORT = `import { BackgroundTask } from '@capgo/capacitor-background-task';\n`;
const LOCATION = { location: { href: 'https://app.example.com/sub/background-task-sw.js' }, URL };

test.each(VITE_VERSIONS)(
  'F-B04: with Vite $major import.meta.url is the address of the script, and the script of a worker is published',
  async (version) => {
    const files = {
      'src/background-tasks.ts': `${IMPORT}
        BackgroundTask.defineTask('where', () => import.meta.url as never);
        BackgroundTask.defineTask('worker', () => new Worker(new URL('./heavy.ts', import.meta.url), { type: 'module' }) as never);`,
      'src/heavy.ts': `self.onmessage = () => self.postMessage('heavy work');`,
    };
    await withViteProject(version, files, { config: `base: '/sub/',` }, async ({ build, dist }) => {
      await build();
      const Worker = class {
        constructor(readonly url: URL) {}
      };
      const callback = (script: string, name: string): unknown =>
        definitionsOf(script, { ...LOCATION, Worker })
          ?.get(name)
          ?.callback({} as never);
      const worker = dist('background-task-sw.js');
      expect(callback(worker, 'where')).toBe('https://app.example.com/sub/background-task-sw.js');
      const { url } = callback(worker, 'worker') as { url: URL };
      expect(url.pathname).toMatch(/^\/sub\/assets\/heavy-[\w-]+\.js$/);
      expect(dist(url.pathname.slice('/sub/'.length))).toContain('heavy work');
      const page = dist('background-task-page.js');
      expect(page).toContain('background-task-page.js');
      expect(page).not.toMatch(/\{\}\.url|import\.meta/);
    });
  },
  LIMIT,
);

test.each(VITE_VERSIONS)(
  'F-B05: with Vite $major an await that only development reaches does not stop the build',
  async (version) => {
    const files = {
      'src/background-tasks.ts': `${IMPORT}
        if (import.meta.env.DEV) { await import('./fakes'); }
        BackgroundTask.defineTask('a', () => undefined);`,
      'src/fakes.ts': 'export const fakes = 1;',
    };
    await withViteProject(version, files, {}, async ({ app, build, dist }) => {
      await build();
      expect(definitionsOf(dist('background-task-sw.js'), {})?.names()).toEqual(['a']);
      app.write('src/background-tasks.ts', `${IMPORT}if (import.meta.env.PROD) { await import('./fakes'); }`);
      await expect(build()).rejects.toThrow(/an await at the top level of a module\.\s+src\/background-tasks\.ts:2/);
    });
  },
  LIMIT,
);

test.each(VITE_VERSIONS)(
  'F-B07: with Vite $major a module that only a plugin of the app can find is refused with the option to give it by',
  async (version) => {
    const files = {
      'src/background-tasks.ts': `${IMPORT}import { sync } from './sync';\nBackgroundTask.defineTask('a', sync);`,
      'src/sync.ts': `import { place } from '@app/place';\nexport const sync = () => void place;`,
    };
    await withViteProject(version, files, {}, async ({ build }) => {
      await expect(build()).rejects.toThrow(
        /cannot be bundled[^]*@app\/place[^]*src\/sync\.ts[^]*backgroundTask\(\{ tasks, plugins: \(\) => \[…\] \}\)/,
      );
    });
  },
  LIMIT,
);

test(
  'F-B07: a file that only a plugin of the app can read is refused with the option to give it by',
  async () => {
    const message = await refusal({
      'src/background-tasks.ts': `${IMPORT}import query from './notes.graphql';\nBackgroundTask.defineTask('a', () => void query);`,
      'src/notes.graphql': 'query Notes { notes { id } }',
      'src/main.ts': '',
    });
    expect(message).toContain('src/background-tasks.ts cannot be bundled');
    expect(message).toContain('backgroundTask({ tasks, plugins: () => […] })');
  },
  LIMIT,
);

test(
  'F-N05: an alias of this package to its folder neither stops the build nor takes the worker’s build away',
  async () => {
    const plain = await buildApp({});
    const folder = resolve(import.meta.dirname, '../../src');
    const aliased = await buildApp({}, { resolve: { alias: { '@capgo/capacitor-background-task': folder } } });
    expect(aliased.manifest.tasks).toEqual(['sync-notes']);
    expect(aliased.text('background-task-sw.js')).toBe(plain.text('background-task-sw.js'));
    expect(aliased.text('background-task-page.js')).toBe(plain.text('background-task-page.js'));
  },
  LIMIT,
);

test(
  'F-N07: the headless page carries nothing of the web platform',
  async () => {
    const { text } = await buildApp({}, { build: { minify: false } });
    expect(text('background-task-page.js')).not.toMatch(/indexedDB\.open|new BroadcastChannel|navigator\.locks|periodicSync/);
    expect(text('background-task-page.js')).toContain('registerPlugin');
  },
  LIMIT,
);
