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
