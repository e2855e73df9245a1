import tseslint from 'typescript-eslint';

// Time comes in through a port; only these folders and files may ask the system for it.
const clocks = [
  'src/web/{shared,page,worker}/**',
  'src/api/**/*clock*.ts',
  'src/cli/**',
  'src/bundler/**',
  'src/vite/**',
  'src/testing/device/real-time.ts',
  'src/inspector/browser-time.ts',
];

const time = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Take the time from the Clock port.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time from the Clock port.' },
  { selector: 'CallExpression[callee.name=/^(setTimeout|setInterval)$/]', message: 'Take timers from the Clock port.' },
  { selector: 'MemberExpression[property.name=/^(setTimeout|setInterval)$/]', message: 'Take timers from the Clock port.' },
];
const style = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Take ids and randomness from a port.' },
];

export default tseslint.config(
  {
    ignores: [
      'test/frameworks/starters/',
      'dist/',
      'node_modules/',
      '.cache/',
      'coverage/',
      'android/',
      'ios/',
      'example-app/{dist,android,ios,node_modules}/',
      'test/**/fixtures/',
      '**/*.d.ts',
      'test-results/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.inspector.json', 'tsconfig.node.json', 'tsconfig.test.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { boolean: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['warn', { max: 250 }],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...time, ...style], 'no-console': 'error' } },
  { files: clocks, rules: { 'no-restricted-syntax': ['error', ...style] } },
  { files: ['src/cli/**/*.ts', 'src/**/*log*.ts'], rules: { 'no-console': 'off' } },
  // Docgen's only input: all public types stand there.
  { files: ['src/definitions.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/^(skip|only|todo)$/][callee.object.name=/^(it|test|describe|suite)$/]',
          message: 'No skipped or narrowed tests.',
        },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.base],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
      'no-var': 'error',
      'max-lines': ['warn', { max: 250 }],
    },
  },
);
