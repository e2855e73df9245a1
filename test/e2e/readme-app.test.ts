import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VITE_VERSIONS, withViteProject } from '../bundler/vite-project.ts';
import { Chromium } from '../drivers/chromium.ts';
import { Site } from '../drivers/site.ts';
import { until } from '../drivers/until.ts';

// The README's own code, in its own order, built as a newcomer builds it.
const LIMIT = 180_000;
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** A code block of the README by the file name in its first line. */
function block(fileName: string): string {
  const found = README.split('```ts\n').find((text) => text.startsWith(`// ${fileName}\n`));
  if (found === undefined) throw new Error(`the README shows no ${fileName}`);
  return found.slice(0, found.indexOf('```'));
}

/** Every other call, in the same tick as the README's registration. */
const OTHER_CALLS = `
const runs = () => BackgroundTask.getTaskRunsAsync({ taskName: 'sync-offline-data' });
Promise.all([
  BackgroundTask.isTaskRegisteredAsync('sync-offline-data'),
  BackgroundTask.getRegisteredTasksAsync(),
  BackgroundTask.getStatusAsync(),
  BackgroundTask.getStatusDetailsAsync(),
  BackgroundTask.getTaskAsync('sync-offline-data'),
  runs(),
  BackgroundTask.getPendingTaskRunsAsync(),
  BackgroundTask.addExpirationListener(() => undefined),
  BackgroundTask.addTaskRunListener(() => undefined),
  BackgroundTask.triggerTaskWorkerForTestingAsync(),
]).then(async ([isRegistered]) => {
  const [run] = await runs();
  Object.assign(globalThis, { early: { isRegistered, runtime: run?.runtime, outcome: run?.outcome } });
}, (error) => Object.assign(globalThis, { early: String(error) }));
`;

test.each(VITE_VERSIONS.flatMap((version) => [false, true].map((withLegacy) => ({ ...version, withLegacy }))))(
  'F-N02: the README’s app builds with Vite $major (plugin-legacy: $withLegacy), and answers all calls of its first tick',
  async (version) => {
    const files = {
      // The server of the README is not there: the page's own stands for it.
      'src/background-tasks.ts': block('src/background-tasks.ts').replace('https://api.example.com', ''),
      'src/main.ts': block('src/main.ts') + OTHER_CALLS,
    };
    await withViteProject(version, files, { legacy: version.withLegacy }, async ({ app, build, dist }) => {
      await build();
      const site = await Site.start();
      const browser = await Chromium.launch({ mayPeriodicSync: [site.origin] });
      try {
        site.answer('/sync', () => ({}));
        for (const name of readdirSync(app.path('dist'), { recursive: true, encoding: 'utf8' }))
          if (/\.(js|html|json)$/.test(name)) site.file(`/${name}`, dist(name));
        site.file('/', dist('index.html'));
        for (let start = 0; start < 2; start++) {
          const tab = await browser.tab(site.url('/'));
          const early = await until('all calls have been answered', () => tab.evaluateText('globalThis.early'));
          expect(early).toEqual({ isRegistered: true, runtime: 'page', outcome: 'success' });
          expect(tab.console.filter((line) => /^(uncaught|error)/.test(line))).toEqual([]);
          await tab.close();
        }
      } finally {
        await browser.dispose();
        await site.stop();
      }
    });
  },
  LIMIT,
);
