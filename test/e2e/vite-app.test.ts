import { build, createServer, preview } from 'vite';
import type { InlineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { expect, test } from 'vitest';
import { backgroundTask } from '../../src/vite/index.ts';
import { Chromium } from '../drivers/chromium.ts';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { withApp } from '../bundler/app-folder.ts';
import type { AppFolder } from '../bundler/app-folder.ts';
import { TAG, WORKER } from './app.ts';

// An app as a developer has it: Vite with a base, a client-side router, a worker of its own by vite-plugin-pwa.
const LIMIT = 120_000;
const MAIN = `import './background-tasks';
import { BackgroundTask } from '@capgo/capacitor-background-task';
BackgroundTask.registerTaskAsync('sync-notes').then(() => Object.assign(globalThis, { BackgroundTask, registered: true }));
`;

const pwa = (): InlineConfig['plugins'] => [
  VitePWA({ registerType: 'autoUpdate', injectRegister: 'script', workbox: { clientsClaim: true, skipWaiting: true } }),
];

interface Served {
  readonly url: string;
  readonly browser: Chromium;
  readonly app: AppFolder;
}

async function visit(
  how: 'built' | 'dev',
  config: InlineConfig,
  use: (served: Served) => Promise<void>,
  files: Record<string, string> = {},
): Promise<void> {
  await withApp({ 'src/main.ts': MAIN, ...files }, async (app) => {
    const all: InlineConfig = {
      ...config,
      configFile: false,
      logLevel: 'silent',
      root: app.root,
      plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' }), ...(config.plugins ?? [])],
    };
    if (how === 'built') await build(all);
    const server =
      how === 'built'
        ? await preview({ ...all, preview: { host: '127.0.0.1', port: 0 } })
        : await (await createServer({ ...all, server: { host: '127.0.0.1', port: 0 } })).listen();
    const address = server.httpServer?.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
    const origin = `http://localhost:${address.port}`;
    const browser = await Chromium.launch({ mayPeriodicSync: [origin] });
    try {
      await use({ url: `${origin}${config.base ?? '/'}`, browser, app });
    } finally {
      await browser.dispose();
      await server.close();
    }
  });
}

const isRegistered = (tab: Tab): Promise<unknown> =>
  until('the registration of the task', () => tab.evaluateText('globalThis.registered === true'));
const scopesOf = (tab: Tab): Promise<string[]> =>
  tab.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname).sort());

test(
  'from a deep path under a base the worker is found, beside the one of vite-plugin-pwa',
  async () => {
    await visit('built', { base: '/sub/', plugins: pwa() ?? [] }, async ({ url, browser }) => {
      const tab = await browser.tab(`${url}notes/42/edit`);
      await isRegistered(tab);
      await browser.workers.find(`/sub/${WORKER}`);
      await until('both workers', async () => (await scopesOf(tab)).length === 2);
      expect(await scopesOf(tab)).toEqual(['/sub/', '/sub/__background-task__/']);
      await until('the app’s own worker in control', () =>
        tab.evaluate(() => navigator.serviceWorker.controller?.scriptURL.endsWith('/sub/sw.js') === true),
      );
      expect(tab.console.filter((line) => line.startsWith('uncaught') || line.startsWith('error'))).toEqual([]);
    });
  },
  LIMIT,
);

test(
  'a page that unregisters all workers has the worker and its periodic sync again at its next start',
  async () => {
    await visit('built', {}, async ({ url, browser }) => {
      const tab = await browser.tab(url);
      await isRegistered(tab);
      await browser.workers.find(WORKER);
      await tab.evaluate(async () => {
        for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
      });
      expect(await scopesOf(tab)).toEqual([]);
      await tab.reload();
      await isRegistered(tab);
      await until('the worker again', async () => (await scopesOf(tab)).includes('/__background-task__/'));
      const hasTag = (): Promise<unknown> =>
        tab.evaluateText(
          `navigator.serviceWorker.getRegistration('/__background-task__/').then((r) => r.periodicSync.getTags()).then((tags) => tags.includes('${TAG}'))`,
        );
      await until('its periodic sync again', hasTag);
    });
  },
  LIMIT,
);

test(
  'the development server’s worker runs a task, and a change of the tasks reaches the browser',
  async () => {
    await visit('dev', { server: { ws: false }, optimizeDeps: { noDiscovery: true, include: [] } }, async ({ url, browser, app }) => {
      const tab = await browser.tab(`${url}any/route`);
      await isRegistered(tab);
      const { versionId } = await browser.workers.find(WORKER);
      const names = (): Promise<unknown> =>
        tab.evaluateText(`navigator.serviceWorker.getRegistration('/__background-task__/').then(({ active }) => new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data.taskNames.join());
        active.postMessage({ mark: '${TAG}', request: { kind: 'ping' } }, [port2]);
      }))`);
      expect(await names()).toBe('sync-notes');
      app.write(
        'src/background-tasks.ts',
        `import { BackgroundTask } from '@capgo/capacitor-background-task';\nfor (const name of ['added', 'sync-notes']) BackgroundTask.defineTask(name, () => undefined);\n`,
      );
      await until('the changed worker at the server', async () =>
        (await (await fetch(`${url}background-task-sw.js`)).text()).includes('added'),
      );
      await tab.reload();
      await isRegistered(tab);
      // Watched from outside: a worker that is asked things is not exchanged.
      await browser.workers.find(WORKER, (one) => one.status === 'activated' && one.versionId !== versionId);
      expect(await names()).toBe('added,sync-notes');
    });
  },
  LIMIT,
);

// The README's order, all in the first tick of the page.
const EARLY = {
  'src/background-tasks.ts': `import { BackgroundTask } from '@capgo/capacitor-background-task';
    BackgroundTask.defineTask('sync-notes', ({ runtime }) => void Object.assign(globalThis, { ranIn: runtime }));`,
  'src/main.ts': `import { BackgroundTask } from '@capgo/capacitor-background-task';
    const Channel = BroadcastChannel;
    let channels = 0;
    Object.assign(globalThis, { BroadcastChannel: class extends Channel { constructor(name) { super(name); channels++; } } });
    void import('./background-tasks').then(async () => {
      const registered = BackgroundTask.registerTaskAsync('sync-notes', { minimumInterval: 30, requiresNetwork: true });
      await Promise.all([registered, BackgroundTask.triggerTaskWorkerForTestingAsync()]);
      Object.assign(globalThis, { early: { channels, ranIn: globalThis.ranIn } });
    });`,
};
const STARTS = 6;

test(
  'F-N01: a page that registers and triggers in its first tick runs the task itself, at each of its starts',
  async () => {
    await visit(
      'built',
      {},
      async ({ url, browser }) => {
        const starts: unknown[] = [];
        for (let start = 0; start < STARTS; start++) {
          const tab = await browser.tab(url);
          starts.push(await until('both calls have ended', () => tab.evaluateText('globalThis.early')));
          await tab.close();
        }
        expect(starts).toEqual(Array.from({ length: STARTS }, () => ({ channels: 1, ranIn: 'page' })));
      },
      EARLY,
    );
  },
  LIMIT,
);
