import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFromEnvironment, readCapacitorConfig, type CapacitorConfig } from '../../src/cli/project/capacitor-config.js';
import { temporaryFolder } from './support/cli-process.js';
import { writeFiles, type Files } from './support/projects.js';

const folder = temporaryFolder();
let count = 0;

function configOf(files: Files): CapacitorConfig {
  count += 1;
  return readCapacitorConfig(writeFiles(join(folder, `app-${count}`), files));
}

describe("the app's Capacitor configuration, read without running it", () => {
  it.each([
    [
      'a typed constant',
      "import type { CapacitorConfig } from '@capacitor/cli';\nconst config: CapacitorConfig = { appId: 'com.example.a', webDir: 'build' };\nexport default config;",
    ],
    ['a default export', 'export default { appId: "com.example.a", webDir: `build` } satisfies CapacitorConfig;'],
    [
      'comments and a trailing comma',
      "const config = {\n  // appId: 'wrong',\n  appId: 'com.example.a', /* webDir: 'x' */\n  'webDir': 'build',\n};\nexport default config;",
    ],
    [
      'another object before it',
      "const other = { a: 1 };\nconst config = { appId: 'com.example.a', webDir: 'build' } as const;\nexport default config;",
    ],
    ['a function around it', "export default defineConfig({ appId: 'com.example.a', webDir: 'build' });"],
  ])('reads %s', (_, text) => {
    expect(configOf({ 'capacitor.config.ts': text })).toMatchObject({
      source: 'capacitor.config.ts',
      complete: true,
      appId: 'com.example.a',
      webDir: 'build',
    });
  });

  it('reads JavaScript and JSON', () => {
    expect(configOf({ 'capacitor.config.js': "module.exports = { appId: 'a.b', ios: { path: 'native/ios' } };" })).toMatchObject({
      complete: true,
      iosPath: 'native/ios',
    });
    expect(configOf({ 'capacitor.config.json': '{"appId":"a.b","plugins":{"CapgoBackgroundTask":{"refresh":false}}}' })).toMatchObject({
      complete: true,
      refresh: false,
      configure: true,
    });
  });

  it('prefers TypeScript, as Capacitor does', () => {
    expect(configOf({ 'capacitor.config.json': '{"appId":"json"}', 'capacitor.config.ts': "export default { appId: 'ts' };" }).appId).toBe(
      'ts',
    );
  });

  it('says that it is incomplete when a part is computed, and keeps what can be read', () => {
    const config = configOf({
      'capacitor.config.ts':
        "const config = { ...base, appId: process.env.ID ?? 'x', webDir: 'build', plugins: { CapgoBackgroundTask: { configure: false, refresh: flag() } } };",
    });
    expect(config).toMatchObject({ complete: false, appId: undefined, webDir: 'build', configure: false, refresh: true });
  });

  it('fills a computed part from the copy that the last sync left', () => {
    const config = configOf({
      'capacitor.config.ts': "const config = { appId: id(), webDir: 'build', plugins: { Splash: { x: y } } };\nexport default config;",
      'ios/App/App/capacitor.config.json':
        '{"appId":"com.example.synced","webDir":"old","plugins":{"CapgoBackgroundTask":{"refresh":false}}}',
    });
    expect(config).toMatchObject({ complete: true, appId: 'com.example.synced', webDir: 'build', refresh: false });
  });

  it('assumes the usual values where there is none, or none that can be read', () => {
    expect(configOf({})).toMatchObject({
      source: undefined,
      webDir: 'www',
      iosPath: 'ios',
      androidPath: 'android',
      configure: true,
      refresh: true,
    });
    expect(configOf({ 'capacitor.config.json': '{ "appId": ' })).toMatchObject({ complete: false, webDir: 'www' });
  });

  it('takes a value of the wrong type for no value, and keeps our section as it stands', () => {
    const config = configOf({
      'capacitor.config.json': '{"webDir":3,"includePlugins":"x","plugins":{"CapgoBackgroundTask":{"refresh":"false"}}}',
    });
    expect(config).toMatchObject({ webDir: 'www', includePlugins: { ios: undefined }, section: { refresh: 'false' }, refresh: true });
  });
});

it('reads what a hook is given', () => {
  expect(configFromEnvironment('{"ios":{"path":"x"},"includePlugins":["a"]}')).toMatchObject({
    source: 'CAPACITOR_CONFIG',
    iosPath: 'x',
    includePlugins: { ios: ['a'], android: ['a'] },
  });
  expect(configFromEnvironment(undefined)).toBeUndefined();
  expect(configFromEnvironment('[]')).toBeUndefined();
});
