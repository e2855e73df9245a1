import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ViteDevServer } from 'vite';
import { MANIFEST_FILE, HEADLESS_FILE, HEADLESS_SCRIPT_FILE, WORKER_FILE } from '../core/artifacts.js';
import { headlessPage } from '../bundler/headless-page.js';
import { makeTaskFiles } from '../bundler/make-files.js';
import type { TaskFiles } from '../bundler/make-files.js';
import { spelling } from '../bundler/paths.js';
import type { TaskBuildSettings } from '../bundler/settings.js';
import { VITE_PLUGIN_NAME } from './plugin-name.js';

const TYPES: Readonly<Record<string, string>> = {
  [WORKER_FILE]: 'text/javascript; charset=utf-8',
  [HEADLESS_SCRIPT_FILE]: 'text/javascript; charset=utf-8',
  [HEADLESS_FILE]: 'text/html; charset=utf-8',
  [MANIFEST_FILE]: 'application/json; charset=utf-8',
};

/** The same files as in the build, made at the first request and again when one of their sources has changed. */
export function serveTaskFiles(server: ViteDevServer, settings: TaskBuildSettings): void {
  const { watcher, config, middlewares } = server;
  let making: Promise<TaskFiles> | null = null;
  /** null: the last attempt failed, so any change may be the repair. */
  let sources: ReadonlySet<string> | null = new Set([spelling(settings.tasksFile)]);

  const make = async (): Promise<TaskFiles> => {
    try {
      const made = await makeTaskFiles(settings);
      sources = new Set(made.sources.map(spelling));
      watcher.add(made.sources.filter((file) => !file.includes('/node_modules/')));
      if (made.taskNames.length === 0) config.logger.warn(`${settings.tasksFile} defines no task: call defineTask at its top level.`);
      return made;
    } catch (error: unknown) {
      sources = null;
      throw error;
    }
  };
  watcher.on('all', (_event, path) => {
    if (sources === null || sources.has(spelling(path))) making = null;
  });

  const content = async (name: string): Promise<string | Uint8Array> => {
    making ??= make();
    const { files, pageScript } = await making;
    if (name !== HEADLESS_FILE) return files.get(name) ?? '';
    return headlessPage({ appHtml: await appPage(server), script: pageScript, nonce: config.html?.cspNonce });
  };
  const answer = async (name: string, response: ServerResponse): Promise<void> => {
    try {
      const body = await content(name);
      response.writeHead(200, { 'Content-Type': TYPES[name], 'Cache-Control': 'no-cache' }).end(body);
    } catch (error: unknown) {
      const message = error instanceof Error ? error.message : String(error);
      config.logger.error(message, { timestamp: true });
      server.ws.send({ type: 'error', err: { message, stack: '', plugin: VITE_PLUGIN_NAME } });
      response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }).end(message);
    }
  };
  // Before Vite's own middlewares, one of which answers everything unknown with index.html.
  middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const path = (request.url ?? '').replace(/[?#].*$/, '');
    const name = path.startsWith(config.base) ? path.slice(config.base.length) : '';
    if (!Object.hasOwn(TYPES, name) || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    void answer(name, response);
  });
}

/** The app's page with what plugins add to it: a content security policy, perhaps. */
async function appPage(server: ViteDevServer): Promise<string | null> {
  const html = await readFile(join(server.config.root, 'index.html'), 'utf8').catch(() => null);
  return html === null ? null : server.transformIndexHtml('/index.html', html);
}
