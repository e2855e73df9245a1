// The layers of src/. A folder may import itself, what stands here, and the shared files of src/ (definitions, reference-types, errors, console-log).
const layers = {
  core: [],
  runner: ['core'],
  api: ['core', 'runner'],
  'web/ledger': ['core'],
  'web/shared': ['core', 'runner', 'web/ledger'],
  'web/page': ['core', 'runner', 'web/ledger', 'web/shared'],
  'web/worker': ['core', 'runner', 'web/ledger', 'web/shared'],
  testing: ['core', 'runner'],
  bundler: ['core'],
  vite: ['core', 'bundler'],
  cli: ['core', 'bundler', 'testing'],
};

const shared = 'src/(definitions|reference-types|errors|console-log)\\.ts$';
const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  severity: 'error',
  comment: `src/${layer} may import ${[layer, ...allowed].map((name) => `src/${name}`).join(', ')}, src/definitions.ts and src/errors.ts`,
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: [`^src/(${[layer, ...allowed].join('|')})/`, `^${shared}`] },
}));

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'nothing-imports-the-entry',
      severity: 'error',
      comment: 'plugin.worker.ts is an entry itself, for workers that no bundler makes.',
      from: { path: '^src/', pathNot: '^src/(plugin\\.worker\\.ts$|inspector/)' },
      to: { path: '^src/index(\\.worker)?\\.ts$' },
    },
    { name: 'shared-files-stand-alone', severity: 'error', from: { path: `^${shared}` }, to: { path: '^src/', pathNot: `^${shared}` } },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Not of types either: two files that need each other to be understood are one file, or lack a third.',
      from: { path: '^src/' },
      to: { circular: true },
    },
    { name: 'pure-layers-need-no-package', severity: 'error', from: { path: '^src/(core|runner)/' }, to: { pathNot: '^src/' } },
    {
      name: 'only-peers',
      severity: 'error',
      comment: 'No runtime dependency: @capacitor/core and vite are peers.',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-no-pkg', 'npm-optional'],
        pathNot: 'node_modules/(@capacitor/core|vite)/',
      },
    },
    {
      name: 'browser-code-takes-nothing-of-node',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(bundler|vite|cli)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'capacitor-only-at-the-edge',
      severity: 'error',
      comment: 'The worker must not carry @capacitor/core.',
      from: { path: '^src/', pathNot: '^src/(index\\.ts|api/|web/page/)' },
      to: { path: 'node_modules/@capacitor/core' },
    },
    {
      name: 'inspector-by-public-name',
      severity: 'error',
      comment: 'By a relative path it would carry a copy of its own, which is a second platform.',
      from: { path: '^src/inspector/' },
      to: { path: '^src/', pathNot: '^src/inspector/', dependencyTypesNot: ['aliased'] },
    },
    { name: 'resolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.inspector.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
