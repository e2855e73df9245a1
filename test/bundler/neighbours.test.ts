import { readFileSync } from 'node:fs';
import { VitePWA } from 'vite-plugin-pwa';
import { expect, test } from 'vitest';
import { buildApp } from './build-app.ts';
import { definitionsOf } from './evaluate.ts';

const LIMIT = 120_000;

test(
  'beside vite-plugin-pwa each makes its own worker',
  async () => {
    const pwa = VitePWA({ registerType: 'autoUpdate', injectRegister: 'script', manifest: { name: 'app', icons: [] } });
    const app = await buildApp({}, { plugins: [pwa] });
    expect(app.names).toEqual(expect.arrayContaining(['sw.js', 'registerSW.js', 'manifest.webmanifest', 'background-task-sw.js']));
    expect(app.text('sw.js')).toContain('precacheAndRoute');
    expect(app.text('sw.js')).not.toContain('capgo-background-task');
    expect(definitionsOf(app.text('background-task-sw.js'), {})?.names()).toEqual(['sync-notes']);
    expect(app.text('background-task-sw.js')).not.toContain('precacheAndRoute');
  },
  LIMIT,
);

test(
  'a hand-written worker in the public folder stays as it is',
  async () => {
    const own = `self.addEventListener('fetch', () => undefined);\n`;
    const app = await buildApp({ 'public/sw.js': own });
    expect(app.text('sw.js')).toBe(own);
    expect(app.manifest.tasks).toEqual(['sync-notes']);
  },
  LIMIT,
);

test(
  'F-N06: the documented settings of vite-plugin-pwa give its own worker the worker’s build, and the page the page’s',
  async () => {
    const guide = readFileSync(new URL('../../docs/build.md', import.meta.url), 'utf8');
    expect(guide).toContain(`config: () => ({ resolve: { conditions: ['worker'] } })`);
    const forWorkers = { name: 'worker-condition', config: () => ({ resolve: { conditions: ['worker'] } }) };
    const pwa = VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectManifest: { buildPlugins: { vite: [forWorkers] } },
    });
    const files = {
      'src/sw.ts': `import { listen } from '@capgo/capacitor-background-task/service-worker';\nimport './background-tasks';\nvoid self.__WB_MANIFEST;\nlisten();\n`,
    };
    const app = await buildApp(files, { plugins: [pwa], build: { minify: false } });
    expect(app.text('sw.js')).toContain('sync-notes');
    expect(app.text('sw.js')).toContain('periodicsync');
    expect(app.text('sw.js').includes('registerPlugin')).toBe(false);
    const pages = app.names.filter((name) => /^assets[\\/]index-.*\.js$/.test(name)).map((name) => app.text(name));
    expect(pages.some((text) => text.includes('registerPlugin'))).toBe(true);
  },
  LIMIT,
);
