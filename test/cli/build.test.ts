import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFolder, TASKS } from '../bundler/app-folder.js';
import { definitionsOf, resultOf } from '../bundler/evaluate.js';
import { until } from '../drivers/until.js';
import { installCommand } from './support/built-app.js';
import { cleanEnvironment } from './support/cli-process.js';

const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; connect-src https://api.example.com">`;
const page = (head: string): string => `<!doctype html><html><head>${head}<title>app</title></head><body></body></html>`;
const IMPORT = `import { BackgroundTask } from '@capgo/capacitor-background-task';\n`;

/** An app whose own build, whatever made it, has ended: web files in www, no Vite config. */
const BUILT = {
  'capacitor.config.json': '{ "appId": "com.example.app", "appName": "app", "webDir": "www" }',
  'www/index.html': page(`<base href="/sub/">${POLICY}`),
  'www/help/index.html': page(''),
};

let app: AppFolder;
beforeEach(() => {
  app = new AppFolder(BUILT);
});
afterEach(() => app.remove());

async function build(
  args: readonly string[] = [],
  options: { vite?: string | null } = {},
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const command = await installCommand(app, options);
  return spawnSync(process.execPath, [command, 'build', ...args], { cwd: app.root, encoding: 'utf8', env: cleanEnvironment() });
}

const web = (name: string): string => readFileSync(app.path(`www/${name}`), 'utf8');

describe('capacitor-background-task build', () => {
  it.each(['vite6', 'vite7', 'vite'])('makes all four files beside the built index.html, with %s', async (vite) => {
    const { status, stdout, stderr } = await build([], { vite });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('src/background-tasks.ts defines sync-notes.');
    expect(JSON.parse(web('background-task.json'))).toEqual({ version: 1, tasks: ['sync-notes'], plugins: [] });
    expect(definitionsOf(web('background-task-sw.js'), {})?.names()).toEqual(['sync-notes']);
    expect(web('background-task-page.js')).toContain('androidBridge');
    expect(web('background-task.html')).toContain(POLICY);
  });

  it('tells every page that lacks the tag where the worker is, once, and changes nothing else in it', async () => {
    await build();
    const tag = '<meta name="capgo-background-task" content="/sub/">';
    expect(web('index.html')).toBe(BUILT['www/index.html'].replace('</head>', `${tag}</head>`));
    expect(web('help/index.html')).toBe(BUILT['www/help/index.html'].replace('</head>', `${tag}</head>`));
    spawnSync(process.execPath, [app.path('node_modules/@capgo/capacitor-background-task/dist/cli/index.js'), 'build'], { cwd: app.root });
    expect(web('index.html').split(tag)).toHaveLength(2);
  });

  it.each([
    ['a script that writes pages', '<script>const s = "<html><head></head></html>";</script>'],
    ['a comment that has the end of a head', '<!-- not this </head> -->'],
    ['a tag that is commented out', '<!-- <meta name="capgo-background-task" content="/"> -->'],
    ['an attribute that only looks like the base', '<base data-href="/no/" href="/sub/">'],
  ])('puts the tag at the end of the real head, with %s', async (_, head) => {
    app.write('www/index.html', page(`${head}<base href="/sub/">`));
    await build();
    expect(web('index.html')).toBe(
      page(`${head}<base href="/sub/">`).replace(/<\/head>(?=<body>)/, '<meta name="capgo-background-task" content="/sub/"></head>'),
    );
  });

  it('finds base and head in a page from which a minifier has taken what it may', async () => {
    app.write('www/index.html', '<!doctype html><title>app</title><base href=/sub/><body>app');
    await build();
    expect(web('index.html')).toBe(
      '<!doctype html><title>app</title><base href=/sub/><meta name="capgo-background-task" content="/sub/"><body>app',
    );
  });

  it('gives a page of another encoding back as it came, and passes over what is no page', async () => {
    const bytes = Buffer.from(page('<meta charset="iso-8859-1">').replace('app', 'Größe'), 'latin1');
    app.write('www/latin.html', '');
    writeFileSync(app.path('www/latin.html'), bytes);
    app.write('www/folder.html/readme.txt', '');
    symlinkSync(app.path('www/nowhere'), app.path('www/dead.html'));
    expect((await build()).status).toBe(0);
    expect(readFileSync(app.path('www/latin.html')).toString('latin1')).toBe(
      bytes.toString('latin1').replace('</head>', '<meta name="capgo-background-task" content="/sub/"></head>'),
    );
  });

  it('leaves a page alone that ngsw.json names, and keeps its own files out of that list', async () => {
    const list = JSON.stringify({ hashTable: { '/sub/index.html': 'abc' } });
    app.write('www/ngsw.json', list);
    const { stdout } = await build();
    expect(web('index.html')).toBe(BUILT['www/index.html']);
    expect(web('help/index.html')).toContain('capgo-background-task');
    expect(web('ngsw.json')).toBe(list);
    expect(stdout).toContain('ngsw.json has their hashes: index.html');
  });

  it.each(['vite6', 'vite7', 'vite'])('says which file a tsconfig.json names that is not there, with %s', async (vite) => {
    app.write('tsconfig.json', '{ "extends": "./tsconfig.app.json" }');
    const { status, stderr } = await build([], { vite });
    expect(status).toBe(1);
    expect(stderr).toMatch(/tsconfig\.app\.json/);
    expect(stderr).not.toMatch(/Stack backtrace|<unknown>/);
  });

  it('uses --tasks, --out, --base, --define, env files and the paths of tsconfig.json', async () => {
    app.write('.env.production', 'VITE_URL=https://vite.example.com\nNEXT_PUBLIC_URL=https://next.example.com\nSECRET=1');
    app.write('tsconfig.json', '{ "compilerOptions": { "paths": { "@app/*": ["./src/inside/*"] } } }');
    app.write('src/inside/place.ts', `export const place = 'inside';`);
    app.write(
      'src/jobs/tasks.ts',
      `${IMPORT}import { place } from '@app/place'; declare const __RELEASE__: string;
      BackgroundTask.defineTask('facts', () => ({ place, release: __RELEASE__, vite: import.meta.env.VITE_URL, next: process.env.NEXT_PUBLIC_URL, base: import.meta.env.BASE_URL }) as never);`,
    );
    const { status, stderr } = await build([
      '--tasks',
      'src/jobs/tasks.ts',
      '--out=public',
      '--base',
      '/app/',
      '--define',
      '__RELEASE__="r7"',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(await resultOf(readFileSync(app.path('public/background-task-sw.js'), 'utf8'), 'facts')).toEqual({
      place: 'inside',
      release: 'r7',
      vite: 'https://vite.example.com',
      next: 'https://next.example.com',
      base: '/app/',
    });
  });

  it('prints one JSON object', async () => {
    const { stdout } = await build(['--json']);
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toMatchObject({ version: 1, command: 'build', ok: true, webDir: 'www', taskNames: ['sync-notes'] });
    expect(told['pages']).toEqual([
      { name: 'help/index.html', why: 'added' },
      { name: 'index.html', why: 'added' },
    ]);
  });

  it('without Vite it gives one message with one command, and writes nothing', async () => {
    const { status, stdout, stderr } = await build([], { vite: null });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'The command build needs Vite, which is not installed here. Run: npm install --save-dev vite\n',
    });
    expect(existsSync(app.path('www/background-task-sw.js'))).toBe(false);
  });

  it('refuses what cannot be a worker with its line and the chain of imports, and writes nothing', async () => {
    app.write('src/background-tasks.ts', `import './theme';\n${TASKS}`);
    app.write('src/theme.ts', `type Theme = string;\nexport const theme: Theme = document.title;\nconsole.log(theme);`);
    const { status, stderr } = await build();
    expect(status).toBe(1);
    expect(stderr).toMatch(/document is not defined\s+src\/theme\.ts:2\s+imported by src\/background-tasks\.ts/);
    expect(stderr).not.toContain('    at ');
    expect(web('index.html')).toBe(BUILT['www/index.html']);
    expect(existsSync(app.path('www/background-task-sw.js'))).toBe(false);
  });

  it.each([
    ['--tasks=src/nothing.ts', 1, /There is no tasks module at .*src\/nothing\.ts.*--tasks/],
    ['--minify', 2, /build does not know --minify.*--help/],
    ['--define=x', 2, /--define needs NAME=VALUE/],
    ['--base', 2, /--base needs a value/],
    ['--out=package.json', 1, /package\.json/],
  ])('says what is wrong with %s', async (argument, code, message) => {
    const { status, stderr } = await build([argument]);
    expect(stderr).toMatch(message);
    expect(status).toBe(code);
  });

  it('takes no option for the value of the one before', async () => {
    const { status, stderr } = await build(['--out', '--json']);
    expect(stderr).toContain('--out needs a value');
    expect(status).toBe(2);
    expect(existsSync(app.path('--json'))).toBe(false);
  });

  it('before the app is built it says so', async () => {
    app.write('capacitor.config.json', '{ "webDir": "dist/browser" }');
    const { status, stderr } = await build();
    expect(stderr).toMatch(/There is no index\.html in dist\/browser.*Build the app first/);
    expect(status).toBe(1);
  });

  it('with --watch an edit of a module behind the tasks reaches the worker, also after a broken one', async () => {
    app.write(
      'src/background-tasks.ts',
      `import { names } from './names';\n${IMPORT}for (const name of names) BackgroundTask.defineTask(name, () => undefined);`,
    );
    app.write('src/names.ts', `export const names = ['first'];`);
    const child = spawn(process.execPath, [await installCommand(app), 'build', '--watch'], { cwd: app.root, env: cleanEnvironment() });
    try {
      const tasks = (): unknown =>
        existsSync(app.path('www/background-task.json')) &&
        (JSON.parse(web('background-task.json') || '{}') as { tasks?: string[] }).tasks?.join();
      let errors = '';
      child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
      await until('the first build', () => tasks() === 'first');
      // Written again until it is seen: the watchers start after the files are there.
      await until('the broken edit is refused', () => {
        app.write('src/names.ts', `export const names = [document.title];`);
        return errors.includes('document is not defined');
      });
      await until('the next edit', () => {
        app.write('src/names.ts', `export const names = ['second'];`);
        return tasks() === 'second';
      });
      rmSync(app.path('src/names.ts'));
      await until('the missing file is named', () => errors.includes('./names'));
      app.write('src/names.ts', `export const names = ['third'];`);
      await until('the file that came back', () => tasks() === 'third');
    } finally {
      child.kill();
    }
  });

  it('with --watch a first build that fails is repaired by an edit of the broken file', async () => {
    app.write(
      'src/background-tasks.ts',
      `import { names } from './lib/names';\n${IMPORT}for (const name of names) BackgroundTask.defineTask(name, () => undefined);`,
    );
    app.write('src/lib/names.ts', 'export const names = ;');
    const child = spawn(process.execPath, [await installCommand(app), 'build', '--watch'], { cwd: app.root, env: cleanEnvironment() });
    try {
      let errors = '';
      child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
      await until('the first build is refused', () => errors.includes('names.ts'));
      await until('the repair', () => {
        app.write('src/lib/names.ts', `export const names = ['mended'];`);
        return existsSync(app.path('www/background-task.json')) && web('background-task.json').includes('mended');
      });
    } finally {
      child.kill();
    }
  });
});
