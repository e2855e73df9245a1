import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reach } from '../../src/cli/doctor/sources/import-graph.js';
import { findTaskCalls, type TaskCall } from '../../src/cli/doctor/sources/task-calls.js';
import { scriptTokens } from '../../src/cli/project/script-tokens.js';

const file = (path: string, text: string): { path: string; text: string; tokens: ReturnType<typeof scriptTokens> } => ({
  path,
  text,
  tokens: scriptTokens(text),
});
const calls = (...texts: string[]): TaskCall[] => findTaskCalls(texts.map((text, index) => file(`/app/src/${index}.ts`, text)));

describe('task calls found in sources', () => {
  it.each([
    ["BackgroundTask.defineTask('a', fn)", 'a'],
    ['BackgroundTask.defineTask("a", fn)', 'a'],
    ['BackgroundTask\n  .defineTask(`a`, fn)', 'a'],
    ["const { defineTask } = BackgroundTask; defineTask('a')", 'a'],
    ["const A = 'a'; BackgroundTask.defineTask(A, fn)", 'a'],
    ["const A: string = 'a'; BackgroundTask.defineTask(A, fn)", 'a'],
    ["const TASKS = { first: 'x', second: 'a' } as const; BackgroundTask.defineTask(TASKS.second, fn)", 'a'],
    ["const re = /'/; BackgroundTask.defineTask('a', fn)", 'a'],
    ["const half = total / 2; const b = '/'; BackgroundTask.defineTask('a', fn)", 'a'],
    ["<p>It doesn't matter</p>;\nBackgroundTask.defineTask('a', fn)", 'a'],
    ['BackgroundTask.defineTask(`a-${env}`, fn)', undefined],
    ['BackgroundTask.defineTask(name(), fn)', undefined],
    ["BackgroundTask.defineTask('a' + suffix, fn)", undefined],
  ])('%s', (text, task) => {
    expect(calls(text)).toEqual([
      { method: 'defineTask', task, path: '/app/src/0.ts', minimumInterval: undefined, options: { read: {}, unread: [] } },
    ]);
  });

  it.each([
    "// BackgroundTask.defineTask('a')",
    "/* defineTask('a') */",
    'log("defineTask(\'a\')")',
    "<!-- defineTask('a') -->",
    "function defineTask('a') {}",
    'const f = BackgroundTask.defineTask;',
  ])('passes over %s', (text) => {
    expect(calls(text)).toEqual([]);
  });

  it('resolves a constant of another file, unless two files disagree', () => {
    const uses = "import type { Other } from './b'; import { NAME } from './0'; registerTaskAsync(NAME)";
    expect(calls("export const NAME = 'a';", uses)).toMatchObject([{ task: 'a' }]);
    expect(calls("export const TASKS = { first: 'a' };", "import { TASKS } from './0';\nregisterTaskAsync(TASKS.first)")).toMatchObject([
      { task: 'a' },
    ]);
    expect(calls("export const NAME = 'a';", "export const NAME = 'b';", uses)).toMatchObject([{ task: undefined }]);
  });

  it('takes no parameter for a constant of another file', () => {
    expect(calls("const name = 'a';", "import './0';\nexport const register = (name) => registerTaskAsync(name);")).toMatchObject([
      { task: undefined },
    ]);
  });

  it('reads an interval that is a number', () => {
    const interval = (text: string): number | undefined => calls(text)[0]?.minimumInterval;
    expect(interval("registerTaskAsync('a', { requiresNetwork: true, minimumInterval: 5 })")).toBe(5);
    expect(interval("registerTaskAsync('a', { minimumInterval: 0.5, })")).toBe(0.5);
    expect(interval("registerTaskAsync('a', { minimumInterval: 1_440 })")).toBe(1440);
    expect(interval("registerTaskAsync('a', { minimumInterval: 5 * 60 })")).toBeUndefined();
    expect(interval("registerTaskAsync('a'); other({ minimumInterval: 5 })")).toBeUndefined();
  });
});

describe('how the entry reaches the tasks module', () => {
  const way = (main: string, more: Record<string, string> = {}): string =>
    reach(
      [file('/app/src/main.ts', main), file('/app/src/tasks.ts', ''), ...Object.entries(more).map(([path, text]) => file(path, text))],
      '/app',
      '/app/src/main.ts',
      '/app/src/tasks.ts',
    ).way;

  it.each([
    ["import './tasks'", 'static'],
    ["import './tasks.js'", 'static'],
    ["import { A } from './tasks.ts'", 'static'],
    ["export * from '@/tasks'", 'static'],
    ["import '/src/tasks.ts'", 'static'],
    ["import './tasks?worker'", 'static'],
    ["import '@app/tasks'", 'static'],
    ["import '@app/src/tasks'", 'static'],
    ["import '@app/more-tasks'", 'none'],
    ["import('./tasks')", 'dynamic'],
    ["const load = () => import('./tasks')", 'dynamic'],
    ["require('./tasks')", 'static'],
    ["import tasks = require('./tasks')", 'static'],
    ["other.require('./tasks')", 'none'],
    ["import type { A } from './tasks'", 'none'],
    ["// import './tasks'", 'none'],
    ["import 'tasks-of-a-package'", 'none'],
  ])('%s: %s', (text, expected) => {
    expect(way(text)).toBe(expected);
  });

  it('goes through other files, round circles, and into folders', () => {
    expect(
      way("import './a'", {
        '/app/src/a/index.ts': "import '../b'; import '../main'",
        '/app/src/b.vue': "<script setup>\nimport './tasks'\n</script>",
      }),
    ).toBe('static');
    expect(way("import('./a')", { '/app/src/a.ts': "import './tasks'" })).toBe('dynamic');
  });
});

it('follows a large app, whose files import many packages by paths, in a moment', { timeout: 60_000 }, () => {
  const packages = (index: number): string =>
    Array.from({ length: 12 }, (_, at) => `import '@mui/material/x${(index * 7 + at) % 400}';`).join('\n');
  const files = Array.from({ length: 1500 }, (_, index) =>
    file(`/app/src/m${index}.ts`, `${packages(index)}\nimport './m${index + 1}';\n`),
  );
  expect(reach(files, '/app', '/app/src/m0.ts', '/app/src/tasks.ts').way).toBe('none');
});

it('reads any text as tokens without a throw or an endless loop', () => {
  const piece = fc.constantFrom(
    '`',
    '${',
    '}',
    "'",
    '"',
    '\\',
    '/',
    '*',
    '//',
    '/*',
    '*/',
    '<!--',
    '\n',
    'a',
    '1.5',
    '{',
    '(',
    '[',
    '\\u{1f600}',
    '\\x4',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const source = pieces.join('');
      const tokens = scriptTokens(source);
      expect(tokens.length).toBeLessThanOrEqual(source.length);
    }),
  );
});
