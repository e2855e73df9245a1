import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { readCapacitorConfig } from '../../src/cli/project/capacitor-config.js';
import { temporaryFolder } from './support/cli-process.js';
import { writeFiles } from './support/projects.js';

const folder = temporaryFolder();
let count = 0;

const SYNCED = {
  appId: 'com.example.synced',
  webDir: 'www-synced',
  server: { url: 'http://192.168.1.5:5173' },
  plugins: { CapgoBackgroundTask: { configure: false, refresh: false, headlessPlugins: { include: ['Toast'] } } },
};

function read(text: string, synced?: unknown): ReturnType<typeof readCapacitorConfig> {
  count += 1;
  const copy = synced === undefined ? {} : { 'ios/App/App/capacitor.config.json': JSON.stringify(synced) };
  return readCapacitorConfig(writeFiles(join(folder, `app-${count}`), { 'capacitor.config.ts': text, ...copy }));
}

const BASE = "{ appId: 'com.example.app', webDir: 'dist', plugins: { CapgoBackgroundTask: { configure: true } } }";

/** Files whose exported object is more than a literal of them says. */
const COMPUTED: readonly (readonly [string, string])[] = [
  [
    "the switch of Capacitor's documentation",
    `let config: CapacitorConfig;\nconst base: CapacitorConfig = ${BASE};\nswitch (process.env.NODE_ENV) {\n  case 'qa':\n    config = { ...base, appId: 'qa.example' };\n    break;\n  default:\n    config = { ...base };\n}\nexport default config;\n`,
  ],
  ['an assignment afterwards', `const config = ${BASE};\nconfig.plugins = own();\nexport default config;\n`],
  ['an assignment to the export', `module.exports = ${BASE};\nmodule.exports.plugins = own();\n`],
  ['Object.assign', `const config = ${BASE};\nObject.assign(config, own());\nexport default config;\n`],
  ['a function that gets it', `export default withDefaults(${BASE});\n`],
];

describe('a capacitor.config that is computed', () => {
  it.each(COMPUTED)('F-C01: %s: the synced copy counts', (_, text) => {
    expect(read(text, SYNCED)).toMatchObject({
      complete: true,
      appId: 'com.example.synced',
      serverUrl: 'http://192.168.1.5:5173',
      configure: false,
      refresh: false,
    });
  });

  it('F-C01: a spread can replace what stands before it, and nothing that stands after it', () => {
    expect(read("const base = own();\nexport default { appId: 'com.example.app', ...base, webDir: 'dist' };\n", SYNCED)).toMatchObject({
      appId: 'com.example.synced',
      webDir: 'dist',
    });
  });

  it('F-C01: without a synced copy it is not complete, and a "configure: false" anywhere in it is obeyed', () => {
    const text = `const config = ${BASE};\nif (isCi) config.plugins = { CapgoBackgroundTask: { configure: false, refresh: false } };\nexport default config;\n`;
    expect(read(text)).toMatchObject({ complete: false, appId: 'com.example.app', configure: false, refresh: false });
  });

  it.each([
    [`export default ${BASE};\n`],
    [`export default ${BASE} satisfies CapacitorConfig;\n`],
    [`export default defineConfig(${BASE});\n`],
    [`const config: CapacitorConfig = ${BASE};\n\nexport default config;\n`],
    [`const config = ${BASE} as const\nexport = config\n`],
    [`/** @type {import('@capacitor/cli').CapacitorConfig} */\nconst config = ${BASE};\nmodule.exports = config;\n`],
  ])('F-C01: %j is a literal, and counts before the synced copy', (text) => {
    expect(read(text, SYNCED)).toMatchObject({ complete: true, appId: 'com.example.app', webDir: 'dist', configure: true, refresh: true });
  });

  it('F-C02: a computed value in a section takes only itself from the synced copy', () => {
    const text =
      "export default { appId: 'com.example.app', webDir: 'dist', plugins: { CapgoBackgroundTask: { configure: isCi, refresh: true } } };\n";
    expect(read(text, SYNCED)).toMatchObject({ configure: false, refresh: true, section: { headlessPlugins: { include: ['Toast'] } } });
  });
});
