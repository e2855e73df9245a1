import { config, put, type BrokenProject } from './broken-project.js';

export const BROKEN_CONFIGURATION: readonly BrokenProject[] = [
  {
    name: 'includePlugins leaves it out',
    id: 'plugin-excluded',
    says: /includePlugins does not name/,
    change: config("includePlugins: ['@capacitor/preferences'],"),
  },
  {
    name: 'a flag given as text',
    id: 'config-wrong-type',
    says: /refresh is "false"/,
    change: config("plugins: { CapgoBackgroundTask: { refresh: 'false' } },"),
  },
  {
    name: 'a misspelt option',
    id: 'config-unknown-key',
    severity: 'warning',
    says: /confgure is not an option/,
    change: config('plugins: { CapgoBackgroundTask: { confgure: false } },'),
  },
  {
    name: 'a live-update plugin wanted in a wake',
    id: 'headless-plugin-never',
    severity: 'warning',
    says: /includes CapacitorUpdater/,
    change: config("plugins: { CapgoBackgroundTask: { headlessPlugins: { include: ['CapacitorUpdater'] } } },"),
  },
  {
    name: 'headless plugins as a plain list',
    id: 'config-wrong-type',
    says: /headlessPlugins is \["Toast"\]/,
    change: config("plugins: { CapgoBackgroundTask: { headlessPlugins: ['Toast'] } },"),
  },
  {
    name: 'live reload left on',
    id: 'live-reload',
    severity: 'warning',
    says: /server\.url is http:\/\/192\.168\.1\.5:5173/,
    change: config("server: { url: 'http://192.168.1.5:5173' },"),
  },
  { name: 'a computed configuration', id: 'config-unreadable', severity: 'note', says: /computed in part/, change: config('...shared,') },
  {
    name: 'a configuration that is not JSON',
    id: 'config-unreadable',
    says: /capacitor\.config\.json is not valid JSON/,
    change: (files) => ({
      ...files,
      'capacitor.config.ts': undefined,
      'capacitor.config.json': '{ "appId": "com.example.app", "webDir": "dist", }',
    }),
  },
  {
    name: 'a configuration given to a function that may add to it',
    id: 'config-unreadable',
    severity: 'note',
    says: /computed in part/,
    change: put('capacitor.config.ts', "export default withDefaults({ appId: 'com.example.app', webDir: 'dist' });\n"),
  },
  { name: 'an Nx workspace', id: 'nx-hooks', severity: 'note', says: /Nx workspace/, change: put('nx.json', '{}') },
  {
    name: 'a configuration nested without end',
    id: 'config-unreadable',
    severity: 'note',
    says: /computed in part/,
    change: put('capacitor.config.ts', `export default ${'{ a: '.repeat(100_000)}`),
  },
  {
    name: 'F-P24: CapacitorHttp, which does not hear the signal of a run',
    id: 'capacitor-http',
    severity: 'note',
    says: /CapacitorHttp/,
    change: config('plugins: { CapacitorHttp: { enabled: true } },'),
  },
];
