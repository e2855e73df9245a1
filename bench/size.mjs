// What an app's bundle gains by this package: minified by a bundler, then gzipped. Reads dist/, so build first.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { inRoot } from '../scripts/setup/paths.mjs';
import { figure, report } from './figure.mjs';

const PACKAGE = '@capgo/capacitor-background-task';
const KILOBYTE = 1000;

const tasks = `
  import { BackgroundTask, BackgroundTaskResult } from '${PACKAGE}';
  BackgroundTask.defineTask('sync', async ({ signal }) => {
    await fetch('/sync', { method: 'POST', signal });
    return BackgroundTaskResult.Success;
  });
`;
const app = `
  import './tasks.js';
  import { BackgroundTask } from '${PACKAGE}';
  BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 });
`;
const worker = `
  import { listen } from '${PACKAGE}/service-worker';
  import './tasks.js';
  listen();
`;

async function bundle(folder, entry, { conditions, codeSplitting = true }) {
  const build = await rolldown({
    input: join(folder, entry),
    platform: 'browser',
    external: ['@capacitor/core'],
    resolve: { conditionNames: conditions },
  });
  const { output } = await build.generate({ format: codeSplitting ? 'es' : 'iife', minify: true, codeSplitting });
  await build.close();
  return output.filter((file) => file.type === 'chunk');
}

/** A chunk with all that it imports statically: what must be there before its first line runs. */
function closure(chunks, first) {
  const found = new Set([first]);
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = chunks.find((candidate) => candidate.fileName === name);
      if (imported) found.add(imported);
    }
  }
  return found;
}

const gzipped = (chunks) => [...chunks].reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length, 0) / KILOBYTE;

export async function measureSizes() {
  const folder = inRoot('.cache', `size-${process.pid}`);
  mkdirSync(join(folder, 'node_modules/@capgo'), { recursive: true });
  try {
    symlinkSync(inRoot(), join(folder, 'node_modules', PACKAGE), 'junction');
    // A manifest of its own: this repository's says that its files have no side effects, and the tasks would be left out.
    writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
    for (const [name, text] of Object.entries({ tasks, app, worker })) writeFileSync(join(folder, `${name}.js`), text);
    const page = await bundle(folder, 'app.js', { conditions: ['browser', 'import', 'module', 'default'] });
    const main = closure(
      page,
      page.find((chunk) => chunk.isEntry),
    );
    /** What loading a part late adds to what is there before it. */
    const late = (module, before) => {
      const entry = page.find((chunk) => chunk.isDynamicEntry && chunk.facadeModuleId?.endsWith(module));
      if (entry === undefined) throw new Error(`no chunk starts with ${module}`);
      return [...closure(page, entry)].filter((chunk) => !before.has(chunk));
    };
    const web = late('/web/page/index.js', main);
    const methods = late('/api/async-methods.js', main);
    const registrations = late('/web/page/registrations.js', new Set([...main, ...web, ...methods]));
    const counted = new Set([...main, ...web, ...methods, ...registrations]);
    const forgotten = page.filter((chunk) => !counted.has(chunk));
    if (forgotten.length > 0) throw new Error(`no figure covers ${forgotten.map((chunk) => chunk.fileName).join(', ')}`);
    const inWorker = await bundle(folder, 'worker.js', {
      conditions: ['worker', 'browser', 'import', 'module', 'default'],
      codeSplitting: false,
    });
    const capacitor = inWorker.some((chunk) => chunk.imports.includes('@capacitor/core')) ? 1 : 0;
    return [
      figure('main entry with the runner', { value: gzipped(main), unit: 'kB', limit: 6 }),
      figure('web platform, loaded when the page attaches', { value: gzipped(web), unit: 'kB', limit: 8 }),
      figure('asynchronous methods, loaded at the first call of one', { value: gzipped(methods), unit: 'kB', limit: 4 }),
      figure("the web platform's registrations, loaded with them", { value: gzipped(registrations), unit: 'kB', limit: 4.5 }),
      figure('service worker', { value: gzipped(inWorker), unit: 'kB', limit: 9 }),
      figure('@capacitor/core in the worker', { value: capacitor, unit: 'imports', limit: 0 }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) report(await measureSizes());
