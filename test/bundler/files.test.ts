import { afterEach, expect, test, vi } from 'vitest';
import { buildApp } from './build-app.ts';
import { definitionsOf, resultOf } from './evaluate.ts';

const LIMIT = 60_000;

afterEach(() => vi.unstubAllEnvs());

test(
  'worker, headless page, its script and the manifest stand beside index.html',
  async () => {
    const app = await buildApp({});
    expect(app.names).toEqual(
      expect.arrayContaining([
        'background-task-page.js',
        'background-task-sw.js',
        'background-task.html',
        'background-task.json',
        'index.html',
      ]),
    );
    expect(app.manifest).toEqual({ version: 1, tasks: ['sync-notes'], plugins: [] });
    expect(app.names.filter((name) => name.endsWith('.map'))).toEqual([]);
  },
  LIMIT,
);

test(
  'the worker is one classic script, with dynamic imports inside and without @capacitor/core',
  async () => {
    const app = await buildApp({
      'src/background-tasks.ts': `import { BackgroundTask } from '@capgo/capacitor-background-task';
      BackgroundTask.defineTask('lazy', async () => (await import('./answer')).answer as never);`,
      'src/answer.ts': `export const answer = 42;`,
    });
    const worker = app.text('background-task-sw.js');
    expect(await resultOf(worker, 'lazy')).toBe(42);
    expect(worker).not.toMatch(/\bimport\s*\(|\bimport\s*[{"']|\bexport\s*\{/);
    expect(worker).not.toContain('registerPlugin');
    expect(worker).not.toContain('modulepreload');
  },
  LIMIT,
);

test(
  'alias, define, env files and mode are those of the app',
  async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const app = await buildApp(
      {
        'src/background-tasks.ts': `import { BackgroundTask } from '@capgo/capacitor-background-task';
        import { place } from '@app/place';
        declare const __RELEASE__: string;
        BackgroundTask.defineTask('facts', () => ({ place, release: __RELEASE__, url: import.meta.env.APP_URL, mode: import.meta.env.MODE,
          base: import.meta.env.BASE_URL, production: import.meta.env.PROD, node: process.env.NODE_ENV }) as never);`,
        'src/inside/place.ts': `export const place = 'aliased';`,
        'config/.env.staging': 'APP_URL=https://staging.example.com\nSECRET=1',
      },
      {
        mode: 'staging',
        base: '/sub/',
        envDir: 'config',
        envPrefix: 'APP_',
        define: { __RELEASE__: '"r7"' },
        resolve: { alias: { '@app': '/src/inside' } },
      },
    );
    expect(await resultOf(app.text('background-task-sw.js'), 'facts')).toEqual({
      place: 'aliased',
      release: 'r7',
      url: 'https://staging.example.com',
      mode: 'staging',
      base: '/sub/',
      production: true,
      node: 'production',
    });
  },
  LIMIT,
);

test(
  'the tasks stay in the worker of an app that declares its modules free of side effects',
  async () => {
    const app = await buildApp({ 'package.json': '{ "name": "app", "private": true, "type": "module", "sideEffects": false }' });
    expect(app.manifest.tasks).toEqual(['sync-notes']);
  },
  LIMIT,
);

test(
  'plugins for the tasks module are given by the option',
  async () => {
    const virtual = {
      name: 'virtual',
      resolveId: (id: string) => (id === 'virtual:port' ? '\0port' : null),
      load: (id: string) => (id === '\0port' ? 'export default 7' : null),
    };
    const tasks = `import { BackgroundTask } from '@capgo/capacitor-background-task';
    import port from 'virtual:port';
    BackgroundTask.defineTask('port', () => port);`;
    const app = await buildApp({ 'src/background-tasks.ts': tasks, 'src/main.ts': '' }, {}, { plugins: () => [virtual] });
    expect(await resultOf(app.text('background-task-sw.js'), 'port')).toBe(7);
  },
  LIMIT,
);

test(
  'the manifest names the Capacitor plugins in use, behind import() and renamed imports too, and no others',
  async () => {
    const app = await buildApp({
      'package.json': '{ "name": "app", "private": true, "type": "module", "sideEffects": ["./src/late.ts"] }',
      'src/background-tasks.ts': `import { BackgroundTask } from '@capgo/capacitor-background-task';
      import { used } from './barrel';
      BackgroundTask.defineTask('b', async () => { await used.get(); await (await import('./late')).late.get(); });
      void Promise.resolve().then(() => BackgroundTask.defineTask('a', () => undefined));`,
      'src/barrel.ts': `export { used } from './used'; export { unused } from './unused';`,
      'src/used.ts': `import { registerPlugin as register } from '@capacitor/core';
      interface P { get(): Promise<void> }
      export const used = register<P>('Preferences', { web: () => import('./used-web').then((m) => m.web) });`,
      'src/used-web.ts': `export const web = {};`,
      'src/unused.ts': `import { registerPlugin } from '@capacitor/core'; export const unused = registerPlugin('Camera');`,
      'src/late.ts':
        'import * as core from "@capacitor/core"; export const late = core.registerPlugin<{ get(): Promise<void> }>(`Filesystem`);',
    });
    expect(app.manifest).toEqual({ version: 1, tasks: ['a', 'b'], plugins: ['Filesystem', 'Preferences'] });
  },
  LIMIT,
);

test(
  'the headless page is inert in a browser and defines the tasks behind a native bridge',
  async () => {
    const app = await buildApp({});
    const script = app.text('background-task-page.js');
    const page = {
      document: { visibilityState: 'hidden', addEventListener: () => undefined },
      addEventListener: () => undefined,
      navigator: {},
      location: { href: 'https://localhost/' },
    };
    const withWindow = (globals: Record<string, unknown>): Record<string, unknown> => ({
      ...page,
      ...globals,
      window: { ...page, ...globals },
    });
    expect(definitionsOf(script, withWindow({}))).toBeUndefined();
    expect(definitionsOf(script, withWindow({ androidBridge: { postMessage: () => undefined } }))?.names()).toEqual(['sync-notes']);
    expect(
      definitionsOf(script, withWindow({ webkit: { messageHandlers: { bridge: { postMessage: () => undefined } } } }))?.names(),
    ).toEqual(['sync-notes']);
  },
  LIMIT,
);

test(
  'the headless page has a head, the policy of the app, and no inline script',
  async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; connect-src 'self' https://api.example.com">`;
    const app = await buildApp({
      'index.html': `<!doctype html><html><head><!-- <meta http-equiv="Content-Security-Policy" content="default-src 'none'"> -->${policy}<title>app</title></head><body><script type="module" src="/src/main.ts"></script></body></html>`,
    });
    const page = app.text('background-task.html');
    expect(page).toMatch(/<head>[\s\S]*<\/head>/);
    expect(page.match(/<meta http-equiv[^>]*>/g)).toEqual([policy]);
    expect(page.indexOf(policy)).toBeLessThan(page.indexOf('<script'));
    expect(page.match(/<script[^>]*>[^<]*/g)).toEqual(['<script defer src="./background-task-page.js">']);
  },
  LIMIT,
);

test(
  'source maps follow the setting of the app',
  async () => {
    const named = await buildApp({}, { build: { sourcemap: true } });
    expect(named.names).toContain('background-task-sw.js.map');
    expect(named.text('background-task-sw.js')).toContain('//# sourceMappingURL=background-task-sw.js.map');
    const hidden = await buildApp({}, { build: { sourcemap: 'hidden' } });
    expect(hidden.names).toContain('background-task-page.js.map');
    expect(hidden.text('background-task-page.js')).not.toContain('sourceMappingURL');
  },
  LIMIT,
);
