import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFolder, TASKS } from '../bundler/app-folder.js';
import { installCommand } from './support/built-app.js';
import { cleanEnvironment, repository, type CommandResult } from './support/cli-process.js';

const FILES = ['background-task-sw.js', 'background-task.html', 'background-task-page.js', 'background-task.json'];
const IMPORT = `import { BackgroundTask } from '@capgo/capacitor-background-task';\n`;

let app: AppFolder;
let command: string;
beforeEach(async () => {
  app = new AppFolder({
    'capacitor.config.json': '{ "appId": "com.example.app", "appName": "app", "webDir": "www" }',
    'www/index.html': '<!doctype html><html><head><title>app</title></head><body></body></html>',
  });
  // All of it is older than what comes.
  for (const name of ['www/index.html', 'src/background-tasks.ts']) utimesSync(app.path(name), 1000, 1000);
  command = await installCommand(app);
});
afterEach(() => app.remove());

/** Runs the hook as `cap copy` does. */
function copyHook(platform = 'android', section: object = {}): CommandResult {
  const environment = {
    CAPACITOR_ROOT_DIR: app.root,
    CAPACITOR_WEB_DIR: app.path('www'),
    CAPACITOR_PLATFORM_NAME: platform,
    CAPACITOR_CONFIG: JSON.stringify({ webDir: 'www', plugins: { CapgoBackgroundTask: section } }),
  };
  const cwd = app.path('node_modules/@capgo/capacitor-background-task');
  return spawnSync(process.execPath, [command, 'copy-hook'], { cwd, encoding: 'utf8', env: cleanEnvironment(environment) });
}

const made = (): string[] => FILES.filter((name) => existsSync(app.path(`www/${name}`)));
const tasks = (): unknown => (JSON.parse(readFileSync(app.path('www/background-task.json'), 'utf8')) as { tasks: unknown }).tasks;
const builtAt = (): number => statSync(app.path('www/background-task.json')).mtimeMs;

/** Writes a file that is newer than all that was made. */
function edit(name: string, text: string): void {
  app.write(name, text);
  const later = Date.now() / 1000 + 10;
  utimesSync(app.path(name), later, later);
}

describe('the hook before a copy', () => {
  it.each(['android', 'ios'])('makes what the web folder lacks, for %s, and says so in one line', (platform) => {
    expect(copyHook(platform)).toMatchObject({
      status: 0,
      stderr: '',
      stdout: '[CapgoBackgroundTask] made background-task.html and its files from src/background-tasks.ts (sync-notes)\n',
    });
    expect(made()).toEqual(FILES);
  });

  it('the second time it makes and says nothing', () => {
    copyHook();
    const before = builtAt();
    expect(copyHook('ios')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(builtAt()).toBe(before);
  });

  it('makes them anew when a module behind the tasks has changed, with the options of the last build', () => {
    app.write(
      'src/jobs.ts',
      `import { name } from './name';\n${IMPORT}declare const __SUFFIX__: string;\nBackgroundTask.defineTask(name + __SUFFIX__, () => undefined);`,
    );
    app.write('src/name.ts', `export const name = 'first';`);
    const args = [command, 'build', '--tasks', 'src/jobs.ts', '--define', '__SUFFIX__="!"'];
    expect(spawnSync(process.execPath, args, { cwd: app.root, env: cleanEnvironment() }).status).toBe(0);
    edit('src/name.ts', `export const name = 'second';`);
    expect(copyHook().stderr).toBe('');
    expect(tasks()).toEqual(['second!']);
  });

  it('makes them anew when the app itself was built again', () => {
    copyHook();
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`;
    edit('www/index.html', `<!doctype html><html><head>${policy}</head><body></body></html>`);
    copyHook();
    expect(readFileSync(app.path('www/background-task.html'), 'utf8')).toContain(policy);
  });

  it('takes the tasks module that the configuration names', () => {
    app.write('lib/jobs.ts', TASKS.replace('sync-notes', 'from-lib'));
    copyHook('ios', { tasks: 'lib/jobs.ts' });
    expect(tasks()).toEqual(['from-lib']);
  });

  it('says so when the module that the configuration names is not there', () => {
    const { status, stderr } = copyHook('ios', { tasks: 'lib/nothing.ts' });
    expect(status).toBe(0);
    expect(stderr).toMatch(/There is no tasks module at .*lib\/nothing\.ts/);
  });

  it('says which import is at fault, takes stale files away, and lets the copy go on', () => {
    copyHook();
    edit('src/background-tasks.ts', `import './theme';\n${TASKS}`);
    app.write('src/theme.ts', `console.log(document.title);`);
    const { status, stdout, stderr } = copyHook();
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/document is not defined\s+src\/theme\.ts:1\s+imported by src\/background-tasks\.ts/);
    expect(stderr).toContain('load the page that the open app loads');
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(made()).toEqual(['background-task-sw.js']);
  });

  it('without Vite it gives the one command, and keeps files that something else has made', async () => {
    app.remove();
    app = new AppFolder({ 'www/index.html': '<html><head></head></html>', 'www/background-task.html': 'by hand' });
    command = await installCommand(app, { vite: null });
    const { status, stderr } = copyHook();
    expect(status).toBe(0);
    expect(stderr).toContain('npm install --save-dev vite');
    expect(stderr).toContain('goes on with the older background-task.html');
    expect(readFileSync(app.path('www/background-task.html'), 'utf8')).toBe('by hand');
  });

  it.each([
    ['the configuration switches it off', () => copyHook('android', { tasks: false })],
    ['the platform is the web', () => copyHook('web')],
    [
      'the Vite plugin makes the files',
      () => {
        app.write(
          'vite.config.ts',
          `import { backgroundTask } from '@capgo/capacitor-background-task/vite';\nexport default { plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })] };`,
        );
        return copyHook();
      },
    ],
  ])('does nothing when %s', (_when, run) => {
    expect(run()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(made()).toEqual([]);
  });

  it('does nothing in an app that has no tasks module', () => {
    const none = new AppFolder({ 'www/index.html': '<html><head></head></html>' });
    try {
      const environment = { CAPACITOR_ROOT_DIR: none.path('www'), CAPACITOR_WEB_DIR: none.path('www'), CAPACITOR_PLATFORM_NAME: 'ios' };
      const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'copy-hook'], {
        encoding: 'utf8',
        env: cleanEnvironment(environment),
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    } finally {
      none.remove();
    }
  });

  it('is among the scripts that Capacitor looks for', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    expect(scripts['capacitor:copy:before']).toBe('node dist/cli/index.js copy-hook');
  });

  it('follows a tasks module that was renamed', () => {
    copyHook();
    rmSync(app.path('src/background-tasks.ts'));
    edit('src/background-tasks.js', TASKS.replace(/sync-notes/g, 'renamed'));
    expect(copyHook()).toMatchObject({ status: 0, stderr: '' });
    expect(tasks()).toEqual(['renamed']);
    rmSync(app.path('src/background-tasks.js'));
    edit('src/background-tasks.ts', TASKS);
    expect(copyHook()).toMatchObject({ status: 0, stderr: '' });
    expect(tasks()).toEqual(['sync-notes']);
    expect(made()).toEqual(FILES);
  });
});
