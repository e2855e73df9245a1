// What an app loads of this package: minified by each of three bundlers, then gzipped; the largest counts. Reads dist/, so build first.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { removeFolder } from '../scripts/setup/folders.mjs';
import { inRoot } from '../scripts/setup/paths.mjs';
import { bundlers } from './bundlers.mjs';
import { figure, report } from './figure.mjs';

const PACKAGE = '@capgo/capacitor-background-task';
const CAPACITOR = '@capacitor/core';
const KILOBYTE = 1000;
/** Kilobytes, gzipped, without `@capacitor/core`. Whoever needs more says in a decision what it buys. */
export const LIMITS = { first: 10.5, page: 40.6, worker: 18.9, workerByEsbuild: 30.5, inspector: 9 };
/** A line of each tool that no app carries unless it imports it. */
const TOOLS = /background-task-inspector|android\.quota\./;

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

/** The entry with all that it imports statically: what must be there before its first line runs. */
function closure(chunks) {
  const found = new Set(chunks.filter((chunk) => chunk.isEntry));
  if (found.size === 0) throw new Error('the build made no entry');
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = chunks.find((candidate) => candidate.name === name);
      if (imported) found.add(imported);
    }
  }
  return found;
}

const gzipped = (chunks) => [...chunks].reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length, 0) / KILOBYTE;

/** An app of two files that registers one task, and the worker that the build makes of its tasks. */
function writeApp(folder) {
  mkdirSync(join(folder, 'node_modules/@capgo'), { recursive: true });
  symlinkSync(inRoot(), join(folder, 'node_modules', PACKAGE), 'junction');
  // A manifest of its own: this repository's says that its files have no side effects, and the tasks would be left out.
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
  for (const [name, text] of Object.entries({ tasks, app, worker })) writeFileSync(join(folder, `${name}.js`), text);
}

/** What each bundler makes of the app: kilobytes before `defineTask` returns, up to the first registered task, and in the worker. */
export async function measureSizes() {
  const folder = inRoot('.cache', `size-${process.pid}`);
  try {
    writeApp(folder);
    const sizes = {};
    for (const [name, bundle] of Object.entries(bundlers)) {
      const page = await bundle(join(folder, 'app.js'), {
        folder,
        splitting: true,
        conditions: ['browser', 'import', 'module', 'default'],
      });
      const inWorker = await bundle(join(folder, 'worker.js'), {
        folder,
        splitting: false,
        conditions: ['worker', 'browser', 'import', 'module', 'default'],
      });
      const inspector = await bundle(inRoot('dist/esm/inspector/index.js'), {
        folder,
        splitting: true,
        conditions: ['browser', 'import', 'module', 'default'],
        external: [PACKAGE],
      });
      sizes[name] = {
        first: gzipped(closure(page)),
        // Every part of this app is loaded by then: it does nothing but register.
        page: gzipped(page),
        worker: gzipped(inWorker),
        inspector: gzipped(inspector),
        toolsInApp: [...page, ...inWorker].filter(({ code }) => TOOLS.test(code)).length,
        capacitorInWorker: inWorker.some(({ code }) => code.includes(CAPACITOR)),
      };
    }
    return sizes;
  } finally {
    removeFolder(folder);
  }
}

/** The largest counts; each is named. */
function largest(name, sizes, key, limit) {
  const note = Object.entries(sizes)
    .map(([bundler, size]) => `${bundler} ${size[key].toFixed(2)}`)
    .join(', ');
  return figure(name, { value: Math.max(...Object.values(sizes).map((size) => size[key])), unit: 'kB', limit, note });
}

export function sizeFigures(sizes) {
  const { esbuild, ...shaking } = sizes;
  const withCapacitor = Object.values(sizes).filter((size) => size.capacitorInWorker).length;
  return [
    largest('page, before the first defineTask returns', sizes, 'first', LIMITS.first),
    largest('page, up to its first registered task', sizes, 'page', LIMITS.page),
    largest('service worker', shaking, 'worker', LIMITS.worker),
    // It keeps all members of a namespace that is exported by name, whatever the tasks use of them (evanw/esbuild#1420).
    largest('service worker, bundled by esbuild', { esbuild }, 'worker', LIMITS.workerByEsbuild),
    largest('inspector, without the package', sizes, 'inspector', LIMITS.inspector),
    figure('inspector or virtual device in an app that imports neither', {
      value: Object.values(sizes).reduce((sum, { toolsInApp }) => sum + toolsInApp, 0),
      unit: 'files',
      limit: 0,
    }),
    figure('@capacitor/core in the worker', { value: withCapacitor, unit: 'bundles', limit: 0 }),
  ];
}

if (process.argv[1] === import.meta.filename) report(sizeFigures(await measureSizes()));
