import type { AddressInfo } from 'node:net';
import { createServer } from 'vite';
import type { InlineConfig } from 'vite';
import { expect, test } from 'vitest';
import { backgroundTask } from '../../src/vite/index.ts';
import { until } from '../drivers/until.ts';
import { withApp } from './app-folder.ts';
import type { AppFolder } from './app-folder.ts';
import { TASKS_FILE } from './build-app.ts';
import { definitionsOf } from './evaluate.ts';

const LIMIT = 60_000;

interface Dev {
  readonly app: AppFolder;
  get(path: string): Promise<Response>;
  taskNames(): Promise<string[] | undefined>;
}

function dev(files: Readonly<Record<string, string>>, use: (dev: Dev) => Promise<void>, config: InlineConfig = {}): Promise<void> {
  return withApp(files, async (app) => {
    const server = await createServer({
      configFile: false,
      logLevel: 'silent',
      root: app.root,
      ...config,
      server: { host: '127.0.0.1', port: 0, ws: false, ...config.server },
      plugins: [backgroundTask({ tasks: TASKS_FILE })],
    });
    await server.listen();
    const { port } = server.httpServer?.address() as AddressInfo;
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
    const taskNames = async (): Promise<string[] | undefined> =>
      definitionsOf(await (await get('/background-task-sw.js')).text(), {})?.names();
    try {
      await use({ app, get, taskNames });
    } finally {
      await server.close();
    }
  });
}

const define = (name: string): string =>
  `import { BackgroundTask } from '@capgo/capacitor-background-task';\nBackgroundTask.defineTask('${name}', () => undefined);\n`;

test(
  'the development server has the same files, not its page for unknown paths',
  async () => {
    await dev({}, async ({ get, taskNames }) => {
      const worker = await get('/background-task-sw.js?import');
      expect([worker.status, worker.headers.get('content-type'), worker.headers.get('cache-control')]).toEqual([
        200,
        'text/javascript; charset=utf-8',
        'no-cache',
      ]);
      expect(await taskNames()).toEqual(['sync-notes']);
      expect(await (await get('/background-task.json')).json()).toEqual({ version: 1, tasks: ['sync-notes'], plugins: [] });
      expect(await (await get('/background-task.html')).text()).toContain('<script defer src="./background-task-page.js">');
      expect((await get('/background-task-page.js')).headers.get('content-type')).toContain('text/javascript');
      for (const path of ['/deep/path/of/a/router', '/constructor'])
        expect(await (await get(path)).text()).toContain('<meta name="capgo-background-task" content="/">');
    });
  },
  LIMIT,
);

test(
  'under a base the files are there and nowhere else',
  async () => {
    await dev(
      {},
      async ({ get }) => {
        expect((await get('/sub/background-task-sw.js')).headers.get('content-type')).toContain('text/javascript');
        expect((await get('/background-task-sw.js')).headers.get('content-type')).not.toContain('text/javascript');
        expect(await (await get('/sub/any/route')).text()).toContain('content="/sub/"');
      },
      { base: '/sub/' },
    );
  },
  LIMIT,
);

test(
  'a changed tasks module, and a changed module behind it, is built anew',
  async () => {
    await dev({ 'src/background-tasks.ts': `${define('a')}import './more';\n`, 'src/more.ts': define('b') }, async ({ app, taskNames }) => {
      expect(await taskNames()).toEqual(['b', 'a']);
      app.write('src/more.ts', define('c'));
      await until('the new name of the module behind', async () => (await taskNames())?.includes('c'));
      app.write('src/background-tasks.ts', define('d'));
      await until('the new name', async () => (await taskNames())?.join() === 'd');
    });
  },
  LIMIT,
);

test(
  'a module that cannot become a worker answers with the reason until it is repaired',
  async () => {
    await dev({ 'src/background-tasks.ts': `${define('a')}document.title = 'x';\n` }, async ({ app, get, taskNames }) => {
      const refused = await get('/background-task-sw.js');
      expect(refused.status).toBe(500);
      expect(await refused.text()).toContain('document is not defined\n\n  src/background-tasks.ts:3');
      app.write('src/background-tasks.ts', define('repaired'));
      await until('the repaired worker', async () => (await get('/background-task-sw.js')).status === 200);
      expect(await taskNames()).toEqual(['repaired']);
    });
  },
  LIMIT,
);

test(
  'the headless page has the policy that a plugin of the app puts into its page',
  async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`;
    await dev({ 'index.html': `<!doctype html><html><head>${policy}</head><body></body></html>` }, async ({ get }) => {
      expect(await (await get('/background-task.html')).text()).toContain(policy);
    });
  },
  LIMIT,
);
