import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repository } from './support/cli-process.js';
import { useDoctor } from './support/doctor-runs.js';
import { healthyProject } from './support/projects.js';
import { syncHook } from './support/sync-hook.js';

const { cli, project, diagnose, problems } = useDoctor();

type Files = Record<string, string | undefined>;

/** An app of another framework, with what `build` makes; its dependencies and build script as its starter writes them. */
function app(dependency: string, build: string, more: Files = {}): Files {
  const { 'vite.config.ts': _, ...files } = healthyProject();
  const dependencies = { '@capacitor/core': '^8.0.0', '@capgo/capacitor-background-task': '^8.0.0', [dependency]: '1' };
  return { ...files, 'package.json': JSON.stringify({ name: 'app', scripts: { build }, dependencies }), ...more };
}

const WITHOUT_FILES = {
  'dist/background-task-sw.js': undefined,
  'dist/background-task.html': undefined,
  'dist/background-task.json': undefined,
};

const OTHERS = [
  ['Angular', '@angular/core', 'ng build'],
  ['Next', 'next', 'next build'],
  ['Nuxt', 'nuxt', 'nuxt generate'],
  ['webpack', 'webpack', 'webpack --mode production'],
] as const;

describe('doctor and sync speak the language of the framework', () => {
  it.each(OTHERS)('F-N09: in an app of %s without the files they give the line for its own build script', (name, dependency, build) => {
    const root = project(app(dependency, build, WITHOUT_FILES));
    const line = `"build": "${build} && capacitor-background-task build"`;
    const { findings } = diagnose(root).report;
    const missing = findings.filter(({ id }) => id === 'worker-missing' || id === 'headless-missing');
    expect(missing).toHaveLength(2);
    for (const { severity, remedy } of missing) {
      expect(severity).toBe('warning');
      expect(remedy).toContain(`${name}: put ${line} into package.json`);
    }
    const { stdout } = syncHook(cli, root, 'web');
    expect(stdout).toContain(`${name}: add this to package.json and build again`);
    expect(stdout).toContain(`    ${line}\n`);
    expect(stdout).not.toContain('vite.config');
  });

  it.each(OTHERS)(
    'F-N09: in an app of %s with the files doctor is content, also beside a vite.config for its tests',
    (_name, dependency, build) => {
      const files = app(dependency, `${build} && capacitor-background-task build`, { 'vite.config.ts': 'export default { test: {} };' });
      expect(problems(project(files))).toEqual([]);
    },
  );

  it('F-N09: in an app of Quasar they give the lines for quasar.config', () => {
    const root = project(app('@quasar/app-vite', 'quasar build', { ...WITHOUT_FILES, 'quasar.config.ts': 'export default {};' }));
    const { findings } = diagnose(root).report;
    expect(findings.find(({ id }) => id === 'vite-plugin-missing')).toMatchObject({
      message: expect.stringContaining('quasar.config.ts does not use backgroundTask()') as string,
      remedy: expect.stringContaining('vitePlugins: [[backgroundTask, {') as string,
    });
    expect(syncHook(cli, root, 'web').stdout).toContain('Quasar: add this to quasar.config');
  });

  it('F-N09: what a framework copies from public as it is, is no source of the app', () => {
    const worker = `self.capacitorBackgroundTask.BackgroundTask.defineTask('sync-offline-data', () => undefined);`;
    const names = ['background-task-sw.js', 'background-task-page.js', 'tasks.js', 'more.js'];
    const copied = Object.fromEntries(names.flatMap((name) => [[`public/${name}`, worker], [`static/${name}`, worker]])); // prettier-ignore
    expect(problems(project(app('webpack', 'webpack', copied)))).toEqual([]);
  });

  it('F-N09: the three files of the page on apps without a bundler are an app without a fault', () => {
    const guide = readFileSync(`${repository}/docs/build.md`, 'utf8').split('## Without a bundler')[1] ?? '';
    const block = (name: string): string =>
      new RegExp(`^\`${name.replaceAll('.', '\\.')}\`[^\\n]*\\n+\`\`\`\\w+\\n([^]*?)\`\`\``, 'm').exec(guide)?.[1] ?? '';
    const pages = ['background-tasks.js', 'background-task-sw.js', 'index.html'].map((name): [string, string] => [
      `www/${name}`,
      block(name),
    ]);
    const others = Object.entries(healthyProject()).filter(([path]) => !/^(src|dist|vite)|^index|public\/background-task/.test(path));
    const library = 'capacitorBackgroundTask.BackgroundTask.defineTask(name, callback)';
    const root = project({
      ...Object.fromEntries([...others, ...pages]),
      'capacitor.config.ts': "export default { appId: 'com.example.app', appName: 'App', webDir: 'www' };",
      'www/plugin.js': library,
      'www/plugin.worker.js': library,
    });
    expect(problems(root)).toEqual([]);
    expect(diagnose(root).report.findings.map(({ id }) => id)).not.toContain('sources-elsewhere');
  });
});
