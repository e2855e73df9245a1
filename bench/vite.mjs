// What the package costs an app that Vite builds: time of the build, and what its first load grows by. Reads dist/, so build first.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { removeFolder } from '../scripts/setup/folders.mjs';
import { inRoot } from '../scripts/setup/paths.mjs';
import { figure, report } from './figure.mjs';

const PACKAGE = '@capgo/capacitor-background-task';
const KILOBYTE = 1000;
const ROUNDS = 7;
/** The command also evaluates the worker, in a thread, writes a manifest and looks through the pages. */
const COMMAND_RATIO = 1.5;
const PLUGIN_RATIO = 2.2;
/** Kilobytes, gzipped: what comes before an app's first line, beside an app that has Capacitor already, and beside one that has not. */
const GROWTH = { besideCapacitor: 10.4, withCapacitor: 14 };

const FILES = {
  'capacitor.config.json': '{ "appId": "com.example.app", "webDir": "dist" }',
  'package.json': '{ "name": "app", "private": true, "type": "module" }',
  'src/bare.js': `document.title = 'ready';`,
  'src/capacitor.js': `import { Capacitor } from '@capacitor/core';\ndocument.title = Capacitor.getPlatform();`,
  'src/tasks.js': `
    import './background-tasks';
    import { Capacitor } from '@capacitor/core';
    import { BackgroundTask } from '${PACKAGE}';
    document.title = Capacitor.getPlatform();
    void BackgroundTask.registerTaskAsync('sync-notes', { minimumInterval: 30 });
  `,
  'src/worker.js': `import { listen } from '${PACKAGE}/service-worker';\nimport './background-tasks';\nlisten();`,
  'src/headless.js': `import './background-tasks';`,
};
const page = (entry, ending = 'js') =>
  `<!doctype html><html><body><script type="module" src="/src/${entry}.${ending}"></script></body></html>`;

/** The tasks of the example app, in a folder of its own. */
function writeApp(folder) {
  cpSync(inRoot('example-app/src'), join(folder, 'src'), { recursive: true });
  for (const path of ['node_modules/@capgo', 'src']) mkdirSync(join(folder, path), { recursive: true });
  symlinkSync(inRoot(), join(folder, 'node_modules', PACKAGE), 'junction');
  symlinkSync(inRoot('node_modules/@capacitor'), join(folder, 'node_modules/@capacitor'), 'junction');
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
}

/** The app's own build, with its page starting at this entry. */
function buildApp(folder, entry) {
  writeFileSync(join(folder, 'index.html'), page(entry));
  return build({ configFile: false, root: folder, logLevel: 'silent', build: { write: false } });
}

/** Vite's own build of the same two entries, as somebody would set it up by hand. */
const OWN_BUILD = `
  import { build } from 'vite';
  const script = (entry, conditions) =>
    build({
      configFile: false,
      logLevel: 'silent',
      publicDir: false,
      resolve: { conditions },
      build: {
        outDir: 'own',
        emptyOutDir: false,
        lib: { entry: 'src/' + entry + '.js', formats: ['iife'], name: 'tasks', fileName: () => entry + '.js' },
      },
    });
  await Promise.all([script('worker', ['worker', 'module', 'browser']), script('headless', ['module', 'browser'])]);
`;
const config = (plugins) =>
  `import { backgroundTask } from '${PACKAGE}/vite';\nexport default { logLevel: 'silent', plugins: [${plugins}], resolve: { dedupe: ['@capacitor/core', '${PACKAGE}'] } };\n`;

/** Says at its end how much of the processor a process has used, whatever else the machine does. */
const METER = `data:text/javascript,${encodeURIComponent("process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write('processor ' + (user + system) / 1000); })")}`;

/** Processor time of a process of its own, in milliseconds. */
function processorTime(folder, args) {
  const { status, stderr } = spawnSync(process.execPath, ['--import', METER, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const ms = Number(/processor ([\d.]+)$/.exec(stderr)?.[1]);
  if (status !== 0 || Number.isNaN(ms)) throw new Error(`${args.join(' ')} failed: ${stderr}`);
  return ms;
}

/** Of processes that another one may disturb, the fastest says what the work takes. */
const fastest = (values) => Math.min(...values);

/** The entry of the page and what it imports statically, gzipped. */
async function firstLoad(folder, entry) {
  const { output } = await buildApp(folder, entry);
  const chunks = output.filter(({ type }) => type === 'chunk');
  const needed = new Set(chunks.filter(({ isEntry }) => isEntry));
  for (const chunk of needed) for (const name of chunk.imports) needed.add(chunks.find(({ fileName }) => fileName === name));
  return [...needed].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / KILOBYTE;
}

const folder = inRoot('.cache/bench-vite');
removeFolder(folder);
writeApp(folder);
try {
  const vite = inRoot('node_modules/vite/bin/vite.js');
  writeFileSync(join(folder, 'index.html'), page('main', 'ts'));
  writeFileSync(join(folder, 'own.mjs'), OWN_BUILD);
  writeFileSync(join(folder, 'plain.config.mjs'), config(''));
  writeFileSync(join(folder, 'plugin.config.mjs'), config("backgroundTask({ tasks: 'src/background-tasks.ts' })"));
  const commands = {
    plain: [vite, 'build', '--config', 'plain.config.mjs'],
    plugin: [vite, 'build', '--config', 'plugin.config.mjs'],
    ownTwo: ['own.mjs'],
    command: [inRoot('dist/cli/index.js'), 'build', '--out', 'dist'],
  };
  const rounds = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  // Alternating, so that a machine that slows down slows all of them; the first round only warms up.
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [name, args] of Object.entries(commands)) {
      const ms = processorTime(folder, args);
      if (round > 0) rounds[name].push(ms);
    }
  const { plain, plugin, ownTwo, command } = Object.fromEntries(Object.entries(rounds).map(([name, values]) => [name, fastest(values)]));
  const [bare, capacitor, tasks] = [
    await firstLoad(folder, 'bare'),
    await firstLoad(folder, 'capacitor'),
    await firstLoad(folder, 'tasks'),
  ];
  report([
    figure('processor time of the command build of the example’s tasks, beside Vite’s own build of the same two entries', {
      value: command,
      unit: 'ms',
      limit: COMMAND_RATIO * ownTwo,
      base: ownTwo,
    }),
    figure('processor time of the example built by Vite with the plugin, beside Vite without', {
      value: plugin,
      unit: 'ms',
      limit: PLUGIN_RATIO * plain,
      base: plain,
    }),
    figure('Vite: an app’s first load grows by, Capacitor there already', {
      value: tasks - capacitor,
      unit: 'kB',
      limit: GROWTH.besideCapacitor,
    }),
    figure('Vite: an app’s first load grows by, with @capacitor/core', { value: tasks - bare, unit: 'kB', limit: GROWTH.withCapacitor }),
  ]);
} finally {
  removeFolder(folder);
}
