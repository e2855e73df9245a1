// Does what a newcomer does: makes a new Vite app, installs the packed package, pastes the guide's code, builds, and opens the app in a browser.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../setup/children.mjs';
import { removeFolder } from '../setup/folders.mjs';
import { npm } from '../setup/npm.mjs';
import { inRoot } from '../setup/paths.mjs';
import { findChromium } from '../setup/find-chromium.mjs';
import { openInBrowser } from './open-in-browser.mjs';
import { pack } from './pack.mjs';

const files = {
  'index.html':
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>waiting</title></head><body><script type="module" src="/src/main.ts"></script></body></html>',
  'src/background-tasks.ts': `
    import { BackgroundTask } from '@capgo/capacitor-background-task';
    BackgroundTask.defineTask('refresh-feed', async ({ signal }) => { await fetch('/feed', { signal }); });
  `,
  'vite.config.ts': `
    import { backgroundTask } from '@capgo/capacitor-background-task/vite';
    export default { plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })] };
  `,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'Bundler',
      lib: ['ES2022', 'DOM'],
      types: [],
      strict: true,
      noEmit: true,
    },
    include: ['src'],
  }),
};

const results = [];
const check = (name, ok, detail = '') => {
  results.push(ok);
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}${ok || detail === '' ? '' : `\n  ${detail}`}`);
};

const app = mkdtempSync(join(tmpdir(), 'fresh-app-'));
const run = (command) => runCommand(command, { cwd: app });
try {
  const { file } = pack(app);
  // The peers are linked from this repository's node_modules: the check is about the package, and so asks no registry.
  const locked = (name) => `file:${inRoot('node_modules', name)}`;
  const manifest = {
    name: 'fresh-app',
    private: true,
    type: 'module',
    dependencies: { '@capacitor/core': locked('@capacitor/core'), '@capgo/capacitor-background-task': `file:${file}` },
    devDependencies: { vite: locked('vite') },
  };
  mkdirSync(join(app, 'src'));
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text);
  const guide = readFileSync(inRoot('test/package/fixtures/types/guide.mts'), 'utf8');
  writeFileSync(join(app, 'src/main.ts'), `import './background-tasks';\n${guide}\ndocument.title = JSON.stringify(answers);\n`);

  check(
    'npm install takes the package and its peer',
    (await run(npm(['install', '--no-audit', '--no-fund', '--offline', '--ignore-scripts']))) === 0,
  );
  check('the app compiles', (await run(['node', inRoot('node_modules/typescript/bin/tsc'), '-p', join(app, 'tsconfig.json')])) === 0);
  check('vite build', (await run(['node', join(app, 'node_modules/vite/bin/vite.js'), 'build'])) === 0);
  for (const name of ['background-task-sw.js', 'background-task.html', 'background-task.json'])
    check(`the build made ${name}`, existsSync(join(app, 'dist', name)));

  const { title, requests, errors } = await openInBrowser(join(app, 'dist'), findChromium());
  check(
    "the guide's code ran to its end",
    title === JSON.stringify(title === '' ? [] : [JSON.parse(title)[0], true, ['sync-offline-data']]),
    `the page's title is ${title}`,
  );
  check('the test trigger ran the task', requests.includes('POST https://api.example.com/sync'), requests.join(', '));
  check('the page logged no error', errors.length === 0, errors.join('\n  '));
} finally {
  if (process.env.KEEP_FRESH_APP) cpSync(app, process.env.KEEP_FRESH_APP, { recursive: true });
  removeFolder(app);
}

const failed = results.filter((ok) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
