import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Chromium } from '../drivers/chromium.ts';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { TAG, WORKER } from '../e2e/app.ts';
import { apps } from './apps.ts';
import { makeProject } from './project.ts';
import type { WorkerState } from '../drivers/workers.ts';
import type { Running } from './project.ts';

const LIMIT_MS = 90_000;
const RUNS = 3;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** What the worker says that it defines, asked as a page asks it. */
const namesOfWorker = (tab: Tab): Promise<unknown> =>
  tab.evaluateText(`navigator.serviceWorker.getRegistration('/${WORKER}').then((registration) => registration?.active ? new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.taskNames.join());
    registration.active.postMessage({ mark: '${TAG}', request: { kind: 'ping' } }, [port2]);
  }) : null)`);

interface Server {
  readonly name: string;
  readonly serve: readonly string[];
  /** The Vite plugin serves the worker, or `build --watch` beside the server makes it anew. */
  readonly by: 'plugin' | 'command';
}

const servers: readonly Server[] = [
  { name: 'angular', serve: ['ng', 'serve'], by: 'command' },
  { name: 'next', serve: ['next', 'dev'], by: 'command' },
  { name: 'webpack', serve: ['webpack', 'serve', '--mode', 'development'], by: 'command' },
  { name: 'nuxt', serve: ['nuxt', 'dev'], by: 'command' },
  { name: 'vite-react', serve: ['vite'], by: 'plugin' },
  { name: 'sveltekit', serve: ['vite', 'dev'], by: 'plugin' },
  { name: 'quasar', serve: ['quasar', 'dev'], by: 'plugin' },
];
/** In CI the commit chooses one. */
const { SEED: seed } = process.env;
const chosen = seed === undefined ? servers : servers.filter((_, index) => index === Number(seed) % servers.length);

it.each(chosen)(
  'beside the development server of $name an edit of the tasks reaches the worker, and the page comes to rest',
  async ({ name, serve, by }) => {
    const app = apps.find((one) => one.name === name);
    if (app === undefined) throw new Error(`no app ${name}`);
    const project = await makeProject(app);
    project.followGuide();
    project.observe();
    await project.done('cap', 'init', 'App', 'com.example.app', '--web-dir', app.webDir);
    mkdirSync(join(project.root, 'public'), { recursive: true });
    const port = await freePort();
    const running: Running[] = [];
    let browser: Chromium | null = null;
    try {
      if (by === 'command') {
        const watch = project.start('capacitor-background-task', 'build', '--out', 'public', '--watch');
        running.push(watch);
        await until('the first files', () => watch.output().includes(`defines sync-offline-data`), LIMIT_MS);
      }
      running.push(project.start(...serve, '--port', String(port)));
      const origin = `http://localhost:${port}`;
      const served = async (): Promise<string> => (await fetch(`${origin}/background-task-sw.js`).catch(() => null))?.text() ?? '';
      await until('the server has the worker', async () => (await served()).includes('sync-offline-data'), LIMIT_MS);
      browser = await Chromium.launch({ mayPeriodicSync: [origin] });
      const tab = await browser.blankTab();
      await tab.beforeScripts(`sessionStorage.setItem('loads', String(1 + Number(sessionStorage.getItem('loads'))));`);
      // A server that still finds the app's dependencies reloads the page before it is loaded.
      await tab.goto(`${origin}/`).catch(() => undefined);
      await until('the worker', async () => (await namesOfWorker(tab).catch(() => null)) === 'sync-offline-data', LIMIT_MS);

      const { versionId } = await browser.workers.find(WORKER);
      const tasks = join(project.root, 'src/background-tasks.ts');
      writeFileSync(tasks, `${readFileSync(tasks, 'utf8')}\nBackgroundTask.defineTask('added', () => undefined);\n`);
      await until('the edit at the server', async () => (await served()).includes('added'), LIMIT_MS);
      // The server reloads the page too, perhaps in this very moment: the browser refuses to reload a page that is on its way out.
      await until('the page is loaded anew', () =>
        tab.reload().then(
          () => true,
          () => false,
        ),
      );
      // Watched from outside: a worker that is asked things is not exchanged.
      const { workers } = browser;
      const isNew = (one: WorkerState): boolean => one.status === 'activated' && one.versionId !== versionId;
      // It waits until the old one is at rest.
      await until('the edit in the worker', () => workers.find(WORKER, isNew).catch(() => null), LIMIT_MS);
      expect(await namesOfWorker(tab)).toBe('sync-offline-data,added');
      await until('the page’s API', () => tab.evaluateText('globalThis.BackgroundTask !== undefined').catch(() => false));
      const loads = (): Promise<unknown> => tab.evaluateText(`sessionStorage.getItem('loads')`);
      const before = await loads();
      for (let run = 0; run < RUNS; run++)
        await tab.evaluateText(`BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' })`);
      expect(await loads()).toBe(before);
    } catch (error: unknown) {
      throw new Error(`${String(error)}\n${running.map((one) => one.output().slice(-2000)).join('\n---\n')}`, { cause: error });
    } finally {
      await browser?.dispose();
      for (const one of running) await one.stop();
    }
  },
);
