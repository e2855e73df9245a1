import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.js';
import { parseBuildArguments } from '../../src/cli/build/build-arguments.js';
import { parseForecastArguments } from '../../src/cli/forecast/forecast-arguments.js';
import { LINKS } from '../../src/cli/doctor/links.js';
import { EXIT } from '../../src/cli/exit-code.js';
import { HELP } from '../../src/cli/help.js';
import { editInfoPlist } from '../../src/cli/plist/edit-info-plist.js';
import { editAppDelegate } from '../../src/cli/swift/edit-app-delegate.js';
import {
  MAXIMUM_CONCURRENT_RUNS,
  MAXIMUM_TASKS,
  MINIMUM_INTERVAL_MINUTES,
  EXPIRY_GRACE_MS,
  TIME_LIMIT_MS,
} from '../../src/core/constants.js';
import { codeBlocks, type CodeBlock } from './support/code-blocks.js';
import { repository } from './support/cli-process.js';

/** The pages for developers of apps. */
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'example-app/README.md',
  ...readdirSync(join(repository, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const BLOCKS = PAGES.flatMap(codeBlocks);
const SCRIPTS = BLOCKS.filter(({ language }) => language === 'ts' || language === 'tsx');
const PRELUDE =
  "import { BackgroundTask, BackgroundTaskResult, BackgroundTaskStatus, BackgroundTaskError } from '@capgo/capacitor-background-task';\n";

/** A block as a module; a page may import once and go on in further blocks. */
function moduleText({ text, declares }: CodeBlock): string {
  const imports = text.includes("from '@capgo/capacitor-background-task") ? '' : PRELUDE;
  return `${imports}${declares}\n${text}`;
}

function problems(blocks: readonly CodeBlock[]): string[] {
  const name = (index: number): string => join(repository, `doc-block-${index}.ts`);
  // Pages import the app's own tasks module by the name that the guide gives it, from beside it or from a folder below.
  const tasksModules = ['background-tasks.ts', '../background-tasks.ts'].map((path) => join(repository, path));
  const sources = new Map([
    ...tasksModules.map((path): [string, string] => [path, 'export {};\n']),
    ...blocks.map((block, index): [string, string] => [name(index), moduleText(block)]),
  ]);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.esnext.disposable.d.ts'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    moduleDetection: ts.ModuleDetectionKind.Force,
    paths: {
      '@capgo/capacitor-background-task': [join(repository, 'src/index.ts')],
      '@capgo/capacitor-background-task/vite': [join(repository, 'src/vite/index.ts')],
      '@capgo/capacitor-background-task/testing': [join(repository, 'src/testing/index.ts')],
      '@capgo/capacitor-background-task/inspector': [join(repository, 'src/inspector/index.ts')],
      '@capgo/capacitor-background-task/service-worker': [join(repository, 'src/web/worker/index.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.getSourceFile = (file, version) => {
    const text = sources.get(file);
    return text === undefined ? getSourceFile(file, version) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return blocks.flatMap((block, index) => {
    const source = program.getSourceFile(name(index));
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => `${block.file}:${block.line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

describe('code in the documentation', () => {
  it('compiles, every block', () => {
    expect(SCRIPTS.length).toBeGreaterThan(10);
    expect(problems(SCRIPTS)).toEqual([]);
  });

  it('would not pass with a mistake in it', () => {
    expect(
      problems([
        {
          file: 'x.md',
          line: 1,
          language: 'ts',
          declares: '',
          text: "await BackgroundTask.registerTaskAsync('a', { minimumIntervall: 1 });\n",
        },
      ]),
    ).toHaveLength(1);
  });

  it('names commands that the command line understands', () => {
    const commands = PAGES.flatMap((page) =>
      [...readFileSync(join(repository, page), 'utf8').matchAll(/npx capacitor-background-task((?: [\w:,-]+)*)/g)].map(([, words = '']) =>
        words
          .trim()
          .split(' ')
          .filter((word) => word !== ''),
      ),
    );
    expect(commands.length).toBeGreaterThan(0);
    for (const [first = '', ...rest] of commands) {
      const parse = { build: parseBuildArguments, forecast: parseForecastArguments }[first];
      // What follows the other commands is prose, unless it is an option.
      const parsed = parse === undefined ? parseArguments([first, ...rest.filter((word) => word.startsWith('-'))]) : parse(rest);
      expect(parsed, [first, ...rest].join(' ')).toMatchObject({ ok: true });
    }
  });

  it('shows an Info.plist and an AppDelegate that need nothing more', () => {
    const files = BLOCKS.filter((block) => ['xml', 'swift'].includes(block.language));
    expect(files.map((block) => block.language)).toEqual(expect.arrayContaining(['xml', 'swift']));
    for (const { language, text, file } of files) {
      const result =
        language === 'xml'
          ? editInfoPlist(`<plist version="1.0"><dict>${text}</dict></plist>`, { refresh: text.includes('backgroundtask.refresh') })
          : editAppDelegate(text);
      expect({ file, result }).toMatchObject({ file, result: { ok: true, changes: [] } });
    }
  });
});

describe("the README's API section", () => {
  const readme = readFileSync(join(repository, 'README.md'), 'utf8');
  const path = join(repository, 'src/definitions.ts');
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true);
  const interfaces = source.statements.filter(ts.isInterfaceDeclaration);

  it('names every member of the public object, those too that docgen leaves out', () => {
    const plugin = interfaces.find(({ name }) => name.text === 'BackgroundTaskPlugin');
    const members = plugin?.members.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : [])) ?? [];
    expect(members.length).toBeGreaterThan(15);
    expect(members.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
  });

  it('says of every field and of every parameter what it is', () => {
    const documented = (node: ts.Node): boolean => ts.getJSDocCommentsAndTags(node).length > 0;
    const members = interfaces.flatMap(({ name, members }) =>
      members.map((member) => ({ member, of: `${name.text}.${member.name?.getText()}` })),
    );
    const parameters = members.flatMap(({ member, of }) =>
      ts.isMethodSignature(member) ? member.parameters.map((member) => ({ member, of: `${of}(${member.name.getText()})` })) : [],
    );
    expect(parameters.length).toBeGreaterThan(20);
    expect([...members, ...parameters].filter(({ member }) => !documented(member)).map(({ of }) => of)).toEqual([]);
  });
});

describe('docs/setup.md', () => {
  const setup = readFileSync(join(repository, 'docs/setup.md'), 'utf8');

  it('lists every finding that doctor knows, and no other', () => {
    const folder = join(repository, 'src/cli/doctor/checks');
    const sources = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const known = [...sources.matchAll(/\bid: '([\w-]+)'|\b(?:note|missing)\(\s*'([\w-]+)'|\? '([\w-]+)' : '([\w-]+)'/g)].flatMap((match) =>
      match.slice(1).filter((id) => id?.includes('-')),
    );
    const listed = [...(setup.split('## What doctor finds')[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, id]) => id);
    expect([...new Set(listed)].sort()).toEqual([...new Set(known)].sort());
    expect(listed).toHaveLength(new Set(listed).size);
  });

  it('lists every exit code with its meaning, as the help does', () => {
    for (const code of Object.values(EXIT)) {
      expect(setup).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
      expect(HELP).toMatch(new RegExp(`^ {2}${code} `, 'm'));
    }
  });

  it('lists every option of the configuration', () => {
    for (const option of ['configure', 'refresh', 'headlessPlugins']) expect(setup).toMatch(new RegExp(`^\\| \`${option}\` \\|`, 'm'));
  });
});

it.each(Object.entries(LINKS))('the link %s that doctor gives is well-formed, and its page in this repository exists', (_, link) => {
  const page = /^https:\/\/github\.com\/Cap-go\/capacitor-background-task\/blob\/main\/(.+)$/.exec(link)?.[1];
  expect(URL.canParse(link)).toBe(true);
  if (link.includes('Cap-go')) expect(existsSync(join(repository, page ?? 'missing'))).toBe(true);
});

describe('links in the documentation', () => {
  it.each(PAGES)('%s points to files that exist', (page) => {
    const text = readFileSync(join(repository, page), 'utf8').replace(/```[\s\S]*?```/g, '');
    const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target));
    expect(targets.filter((target) => !existsSync(join(repository, dirname(page), target)))).toEqual([]);
  });
});

it('the table of the README says what docs/platform-limits.md says, which the code is held to', () => {
  const [readme, limits] = ['README.md', 'docs/platform-limits.md'].map((page) => readFileSync(join(repository, page), 'utf8'));
  const row = (text: string | undefined, label: string): string[] =>
    (text?.split('\n').find((line) => line.startsWith(`| ${label} |`)) ?? '')
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim());
  expect(row(readme, 'Time for one run')).toEqual(row(limits, 'Time for one run'));
  const shortest = row(readme, 'Shortest interval');
  expect(shortest).toHaveLength(4);
  const minutes = (cell: string | undefined): string | undefined => /\d+ min/.exec(cell ?? '')?.[0];
  for (const at of [0, 2, 3]) expect(minutes(shortest[at])).toBe(minutes(row(limits, 'Shortest interval')[at]));
});

it('J13: docs/platform-limits.md states the limits that the code has', () => {
  const limits = readFileSync(join(repository, 'docs/platform-limits.md'), 'utf8');
  const cells = (label: string): string[] =>
    (limits.split('\n').find((line) => line.startsWith(`| ${label} |`)) ?? '')
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim());
  expect(cells('Shortest interval').map((cell) => Number.parseInt(cell, 10))).toEqual([
    MINIMUM_INTERVAL_MINUTES.android,
    MINIMUM_INTERVAL_MINUTES.ios,
    MINIMUM_INTERVAL_MINUTES.web,
    MINIMUM_INTERVAL_MINUTES.web,
  ]);
  const { android, iosRefresh, iosProcessing, serviceWorker, webPage } = TIME_LIMIT_MS;
  expect(cells('Time for one run')).toEqual([
    `${android / 60_000} min`,
    `${iosRefresh / 1000} s (refresh), up to ${iosProcessing / 60_000} min (processing)`,
    `${serviceWorker / 1000} s closed, ${webPage / 60_000} min open`,
    `${webPage / 60_000} min`,
  ]);
  expect(cells('Time to clean up after the signal')).toEqual(
    [EXPIRY_GRACE_MS.android, EXPIRY_GRACE_MS.ios, EXPIRY_GRACE_MS.web, EXPIRY_GRACE_MS.web].map((ms) => `${ms / 1000} s`),
  );
  expect(limits).toContain(`at most ${MAXIMUM_CONCURRENT_RUNS} at once`);
  expect(limits).toContain(`At most ${MAXIMUM_TASKS} tasks`);
});
