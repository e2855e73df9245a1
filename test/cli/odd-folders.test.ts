import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useDoctor } from './support/doctor-runs.js';
import { APP_DELEGATE, healthyProject, INFO_PLIST } from './support/projects.js';

const { project, diagnose, problems } = useDoctor();
const CONFIG = 'capacitor.config.ts';

/** The app at another path, its packages where pnpm puts them: links into a store. */
function movedTo(...names: readonly string[]): string {
  const root = project(healthyProject());
  const moved = join(root, '..', ...names);
  mkdirSync(dirname(moved), { recursive: true });
  renameSync(root, moved);
  return moved;
}

describe('where an app lies', () => {
  it.each([['my app'], ['Größe & Übung'], ["it's $(HOME) `x`"], ['日本語/アプリ'], ['[app]{1,2}*?'], ['a%20b#c']])(
    'doctor finds nothing wrong in a folder called %s',
    (name) => {
      expect(problems(movedTo('odd', ...name.split('/')))).toEqual([]);
    },
  );

  it('doctor follows node_modules that are a link, as in a workspace of pnpm', () => {
    const root = project(healthyProject());
    const store = join(root, '..', 'store');
    renameSync(join(root, 'node_modules'), store);
    symlinkSync(store, join(root, 'node_modules'), 'junction');
    expect(problems(root)).toEqual([]);
  });

  it('doctor finds the app through a link to it', () => {
    const root = project(healthyProject());
    symlinkSync(root, `${root}-link`, 'junction');
    expect(problems(`${root}-link`)).toEqual([]);
  });
});

describe('platforms', () => {
  const without = (...starts: readonly string[]): Record<string, string> =>
    Object.fromEntries(Object.entries(healthyProject()).filter(([path]) => !starts.some((start) => path.startsWith(start))));

  it.each([
    ['iOS', ['ios/', 'node_modules/@capacitor/ios']],
    ['Android', ['android/', 'node_modules/@capacitor/android']],
    ['any native one', ['ios/', 'android/', 'node_modules/@capacitor/ios', 'node_modules/@capacitor/android']],
  ])('an app without %s is in order', (_, starts) => {
    expect(problems(project(without(...starts)))).toEqual([]);
  });
});

describe('the Capacitor configuration', () => {
  const literal = "{ appId: 'com.example.app', appName: 'App', webDir: 'dist' }";

  it.each([
    [`export default ${literal} satisfies import('@capacitor/cli').CapacitorConfig;\n`],
    [`/// <reference types="x" />\nconst config = ${literal} as const;\nexport default config;\n`],
    [`module.exports = ${literal};\n`],
    [`import type { CapacitorConfig } from '@capacitor/cli';\nconst config: CapacitorConfig = ${literal};\nexport = config;\n`],
    [`export default defineConfig(${literal});\n`],
    [`\uFEFFexport default ${literal}\n`],
  ])('is read as it stands: %j', (text) => {
    expect(
      diagnose(project({ ...healthyProject(), [CONFIG]: text })).report.findings.filter(({ id }) => id === 'config-unreadable'),
    ).toEqual([]);
  });

  it.each([
    ["export default (async () => ({ webDir: 'dist' }))();\n"],
    ["const webDir = process.env.APP === 'shop' ? 'shop' : 'kiosk';\nexport default { appId: 'com.example.app', webDir };\n"],
    ["module.exports = require('./base.config');\n"],
    ['class Config {}\nexport default new Config();\n'],
    [''],
    ['export default {{{'],
  ])('is taken from the last sync where it is computed: %j', (text) => {
    const synced = JSON.stringify({ appId: 'com.example.app', appName: 'App', webDir: 'dist' });
    expect(problems(project({ ...healthyProject(), [CONFIG]: text, 'ios/App/App/capacitor.config.json': synced }))).toEqual([]);
    expect(diagnose(project({ ...healthyProject(), [CONFIG]: text })).report.findings).toContainEqual(
      expect.objectContaining({ id: 'config-unreadable', severity: 'note' }),
    );
  });
});

describe('a file that cannot be looked at', () => {
  /** Even root cannot read a folder as a file. */
  function asFolder(path: string): string {
    const root = project(healthyProject());
    rmSync(join(root, path));
    mkdirSync(join(root, path));
    return root;
  }

  it.each([
    ['package.json', ['file-unreadable', 'package-not-listed']],
    [CONFIG, ['config-unreadable']],
    ['vite.config.ts', ['file-unreadable', 'vite-plugin-missing']],
    [APP_DELEGATE, ['file-unreadable']],
    [INFO_PLIST, ['plist-unreadable']],
    ['ios/App/App.xcodeproj/project.pbxproj', ['file-unreadable']],
    ['android/variables.gradle', ['file-unreadable']],
    ['android/app/src/main/AndroidManifest.xml', ['file-unreadable']],
  ])('%s is named with the reason', (path, expected) => {
    const root = asFolder(path);
    const { report } = diagnose(root);
    expect(report.findings.filter(({ severity }) => severity !== 'note').map(({ id }) => id)).toEqual(expected);
    expect(report.findings[0]?.message).toContain(path);
    expect(report.findings[0]?.message).toContain('EISDIR');
  });
});

it('doctor says which defined task a misspelt name was meant to be', () => {
  const send = "export const send = () => BackgroundTask.enqueueTaskAsync('sync-ofline-data');\n";
  const { findings } = diagnose(project({ ...healthyProject(), 'src/send.ts': send })).report;
  expect(findings.find(({ id }) => id === 'task-undefined')?.remedy).toContain('Write "sync-offline-data", if that is meant');
});

it('doctor has nothing against an item with an id, conditions and data of any shape', () => {
  const send =
    "export const send = (text: string) => BackgroundTask.enqueueTaskAsync('sync-offline-data', { id: text, existing: 'keep', data: { minimumInterval: 3, window: [text] }, requiresCharging: true, maximumRetries: 10, ...more });\n";
  expect(problems(project({ ...healthyProject(), 'src/send.ts': send }))).toEqual([]);
});
