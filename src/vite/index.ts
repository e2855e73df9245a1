import type { Plugin, ResolvedConfig } from 'vite';
import { TasksModuleError } from '../bundler/build-error.js';
import { BASE_META_NAME, HEADLESS_FILE } from '../core/artifacts.js';
import { headlessPage } from '../bundler/headless-page.js';
import { makeTaskFiles } from '../bundler/make-files.js';
import type { TaskFiles } from '../bundler/make-files.js';
import { spelling } from '../bundler/paths.js';
import type { TaskBuildSettings } from '../bundler/settings.js';
import { metaContent } from '../bundler/base-path.js';
import { serveTaskFiles } from './dev-server.js';
import { pageMakerOf, NUXT_REFUSAL } from './page-maker.js';
import type { PageMaker } from './page-maker.js';
import { VITE_PLUGIN_NAME } from './plugin-name.js';
import type { BackgroundTaskPluginOptions } from './options.js';
import { withPageTag } from './page-tag.js';
import { readSettings } from './read-settings.js';

export type { BackgroundTaskPluginOptions } from './options.js';

/**
 * Makes the service worker, the headless page and `background-task.json` from the app's tasks module, beside index.html, in the build and
 * in the development server. The app's own service worker, whoever made it, is left alone. Vite 6 to 8. @since 8.2.0
 */
export function backgroundTask(options: BackgroundTaskPluginOptions): Plugin {
  if (typeof options?.tasks !== 'string' || options.tasks === '') {
    throw new TypeError(
      `backgroundTask({ tasks }) needs the path of the tasks module ('src/background-tasks.ts'), not ${JSON.stringify(options)}.`,
    );
  }
  let config: ResolvedConfig;
  let settings: TaskBuildSettings;
  let maker: PageMaker;
  let made: TaskFiles | null = null;
  return {
    name: VITE_PLUGIN_NAME,
    enforce: 'post',
    applyToEnvironment: (environment) => environment.config.consumer === 'client',
    configResolved(resolved) {
      config = resolved;
      maker = pageMakerOf(resolved);
      if (maker.kind === 'nuxt') config.logger.warn(NUXT_REFUSAL);
      else settings = readSettings(resolved, options);
    },
    configureServer(server) {
      if (maker.kind !== 'nuxt') serveTaskFiles(server, settings);
    },
    transform(code, id) {
      if (maker.kind !== 'sveltekit' || spelling(id.replace(/\?.*$/, '')) !== spelling(settings.tasksFile)) return null;
      return { code: withPageTag(code, metaContent(options.base ?? `${maker.base}/`, '')), map: null };
    },
    transformIndexHtml: (_html, { path }) => [
      { tag: 'meta', attrs: { name: BASE_META_NAME, content: metaContent(options.base ?? config.base, path) }, injectTo: 'head' },
    ],
    async buildStart() {
      if (config.command !== 'build' || maker.kind === 'nuxt') return;
      this.addWatchFile(settings.tasksFile);
      // Before the app's own modules are built: an await that no target allows is better explained here.
      try {
        made = await makeTaskFiles(settings);
      } catch (error: unknown) {
        if (error instanceof TasksModuleError) this.error({ message: error.message, stack: '' });
        throw error;
      }
      // For `vite build --watch`: the app itself need not import these.
      for (const file of made.sources) if (!file.includes('/node_modules/')) this.addWatchFile(file);
      if (made.taskNames.length === 0) this.warn(`${options.tasks} defines no task: call defineTask at its top level.`);
    },
    generateBundle: {
      order: 'post',
      handler(_output, bundle) {
        if (made === null) return;
        for (const [fileName, source] of made.files) this.emitFile({ type: 'asset', fileName, source });
        const page = headlessPage({ appHtml: appPage(bundle), script: made.pageScript, nonce: config.html?.cspNonce });
        this.emitFile({ type: 'asset', fileName: HEADLESS_FILE, source: page });
      },
    },
  };
}

/** The app's page as built: index.html, else the first page there is. */
function appPage(bundle: Readonly<Record<string, { readonly type: string; readonly source?: unknown }>>): string | null {
  const pages = Object.keys(bundle).filter((name) => name.endsWith('.html'));
  const page = pages.includes('index.html') ? 'index.html' : pages[0];
  const source = page === undefined ? undefined : bundle[page]?.source;
  if (source instanceof Uint8Array) return new TextDecoder().decode(source);
  return typeof source === 'string' ? source : null;
}
