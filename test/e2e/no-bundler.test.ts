import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { Chromium } from '../drivers/chromium.ts';
import { Site } from '../drivers/site.ts';
import { until } from '../drivers/until.ts';
import { WORKER } from './app.ts';
import config from '../../rolldown.config.mjs';

// The page of the docs, file by file as it stands there.
const GUIDE = readFileSync(new URL('../../docs/build.md', import.meta.url), 'utf8').split('## Without a bundler')[1] ?? '';
const capacitor = readFileSync(createRequire(import.meta.url).resolve('@capacitor/core/dist/capacitor.js'), 'utf8');

/** The code block that follows a file's name. */
function block(name: string): string {
  const found = new RegExp(`^\`${name.replaceAll('.', '\\.')}\`[^\\n]*\\n+\`\`\`\\w+\\n([^]*?)\`\`\``, 'm').exec(GUIDE)?.[1];
  if (found === undefined) throw new Error(`the docs show no ${name}`);
  return found;
}

/** A file of dist/, made as the build makes it. */
async function made(fileName: string): Promise<string> {
  for (const { output, ...input } of config)
    for (const { file, ...options } of [output].flat().filter((one) => one !== undefined)) {
      if (!file?.endsWith(`/${fileName}`)) continue;
      const { output: files } = await (await rolldown(input)).generate(options);
      return files[0].code;
    }
  throw new Error(`the build makes no ${fileName}`);
}

test('F-N08: three files without a bundler run a task in the page, and in the worker', async () => {
  const site = await Site.start();
  const browser = await Chromium.launch({ mayPeriodicSync: [site.origin] });
  try {
    site.answer('/sync', () => ({}));
    site.file('/capacitor.js', capacitor);
    for (const name of ['plugin.js', 'plugin.worker.js']) site.file(`/${name}`, await made(name));
    for (const name of ['background-tasks.js', 'background-task-sw.js', 'index.html']) site.file(`/${name}`, block(name));
    const tab = await browser.tab(site.url('/index.html'));
    const api = 'capacitorBackgroundTask.BackgroundTask';
    await until('the registration', () => tab.evaluateText(`${api}.isTaskRegisteredAsync('sync-offline-data')`));
    await tab.evaluateText(`${api}.triggerTaskWorkerForTestingAsync()`);
    await until('the page’s run', () => site.calls.some(({ path }) => path === '/sync'));
    await tab.evaluateText(`${api}.triggerTaskWorkerForTestingAsync({ runtime: 'headless' })`);
    const runtimes = await tab.evaluateText(
      `${api}.getTaskRunsAsync().then((runs) => runs.map(({ runtime, outcome }) => runtime + ' ' + outcome).sort().join())`,
    );
    expect(runtimes).toBe('page success,service-worker success');
    await browser.workers.find(WORKER);
    expect(tab.console.filter((line) => /^(uncaught|error)/.test(line))).toEqual([]);
  } finally {
    await browser.dispose();
    await site.stop();
  }
}, 120_000);
