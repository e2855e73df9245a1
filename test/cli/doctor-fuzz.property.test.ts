import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DoctorReport } from '../../src/cli/doctor/finding.js';
import { run } from '../../src/cli/run.js';
import { repository, temporaryFolder } from './support/cli-process.js';
import { healthyProject, writeFiles } from './support/projects.js';

const folder = temporaryFolder();
const HEALTHY: Readonly<Record<string, string>> = {
  ...healthyProject(),
  'ios/App/Podfile': "platform :ios, '15.0'\npod 'CapgoCapacitorBackgroundTask'\n",
  'capacitor.config.json': '{"appId":"com.example.app","webDir":"dist","plugins":{"CapgoBackgroundTask":{"refresh":true}}}',
};
const PATHS = Object.keys(HEALTHY);
/** Every id that docs/setup.md lists: a finding without a page would be a code that nobody can look up. */
const KNOWN = new Set(
  [
    ...(/## What doctor finds[^]*?(?=\n## |$)/.exec(readFileSync(join(repository, 'docs/setup.md'), 'utf8'))?.[0] ?? '').matchAll(
      /`([\w-]+)`/g,
    ),
  ].map(([, id]) => id),
);

/** What can have happened to a file. */
type Harm =
  | { readonly kind: 'cut'; readonly from: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'replace'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'gone' | 'folder' | 'link to itself' | 'link to nowhere' | 'link to the app' };

const fragment = fc.oneof(
  fc.constantFrom(
    '{', '}', '[', ']', '<', '>', '</', '<!--', '-->', '<![CDATA[', '"', "'", '`', '${', '/*', '*/', '//', '\\', '\0', '\uFEFF', '\r', '&#x110000;', '&lt;',
    '<array/>', '<dict>', '</dict>', '<string>', '<key>UIBackgroundModes</key>', '#if DEBUG', '#endif', 'import ', 'module.exports = ', 'export default ',
    'defineTask(', 'registerTaskAsync(', 'null', '__proto__', 'constructor', 'toString', '=>', '...', ';', ',', 'minSdkVersion = ', '$(SRCROOT)', '١', '😀',
  ), // prettier-ignore
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const json = fc.json({ maxDepth: 4 });
const harm: fc.Arbitrary<Harm> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cut' as const), from: fc.nat(2000), length: fc.nat(400) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('insert' as const), at: fc.nat(2000), text: fragment }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('replace' as const), text: fc.oneof(json, fc.constantFrom('', '{'.repeat(50_000), '<dict>'.repeat(20_000))) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('gone' as const, 'folder' as const, 'link to itself' as const, 'link to nowhere' as const, 'link to the app' as const) }) },
); // prettier-ignore

function apply(root: string, path: string, done: Harm): void {
  const file = join(root, path);
  // An earlier harm may have made a link or a file of what was a folder.
  try {
    if (done.kind === 'cut' || done.kind === 'insert') {
      const text = readFileSync(file, 'utf8');
      const at = done.kind === 'cut' ? done.from % (text.length + 1) : done.at % (text.length + 1);
      writeFileSync(
        file,
        done.kind === 'cut' ? text.slice(0, at) + text.slice(at + done.length) : text.slice(0, at) + done.text + text.slice(at),
      );
      return;
    }
    rmSync(file, { recursive: true, force: true });
    if (done.kind === 'replace') writeFileSync(file, done.text);
    if (done.kind === 'bytes') writeFileSync(file, done.bytes);
    if (done.kind === 'folder') mkdirSync(file);
    if (done.kind === 'link to itself') symlinkSync(file, file);
    if (done.kind === 'link to nowhere') symlinkSync(join(dirname(file), 'nowhere'), file);
    if (done.kind === 'link to the app') symlinkSync(root, file, 'junction');
  } catch (error: unknown) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** The command in this process, so that a throw is a failure of the test and not a line of it. */
function command(root: string, ...args: readonly string[]): { readonly code: number; readonly out: string; readonly errors: string } {
  const out: string[] = [];
  const errors: string[] = [];
  const terminal = { colours: false, out: (line: string) => void out.push(line), error: (line: string) => void errors.push(line) };
  const code = run(args, { workingFolder: root, environment: { PATH: '', HOME: join(folder, 'empty') }, terminal }) as number;
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}

const harmed = fc.record({
  name: fc.constantFrom('app', 'my app', 'Größe & Übung', "it's $(HOME) `app`", '日本語', '[app]{1,2}', 'a%20b#c'),
  harms: fc.array(fc.tuple(fc.constantFrom(...PATHS, 'ios', 'android', 'dist', 'src', 'node_modules'), harm), {
    minLength: 1,
    maxLength: 4,
  }),
  isJson: fc.boolean(),
});

it(
  'doctor and configure end with a message that can be looked up, whatever has happened to the files of an app',
  { timeout: 120_000 },
  () => {
    let count = 0;
    fc.assert(
      fc.property(harmed, ({ name, harms, isJson }) => {
        count += 1;
        const root = join(folder, String(count), name);
        try {
          const { 'capacitor.config.json': asJson = '', 'capacitor.config.ts': asScript = '', ...files } = HEALTHY;
          writeFiles(root, { ...files, ...(isJson ? { 'capacitor.config.json': asJson } : { 'capacitor.config.ts': asScript }) });
          for (const [path, done] of harms) apply(root, path, done);
          const { code, out, errors } = command(root, 'doctor', '--json');
          expect([0, 1, 3]).toContain(code);
          expect(errors).toBe('');
          const report = JSON.parse(out) as DoctorReport;
          if (code !== 3) {
            for (const { id, message, remedy } of report.findings) {
              expect(KNOWN).toContain(id);
              expect(message.length * remedy.length).toBeGreaterThan(0);
            }
            expect(command(root, 'doctor').out.split('\n').length).toBeLessThanOrEqual(24);
          }
          expect([0, 1, 3]).toContain(command(root, 'configure').code);
        } finally {
          rmSync(join(folder, String(count)), { recursive: true, force: true });
        }
      }),
      { numRuns: Number(process.env['DOCTOR_RUNS'] ?? 100) },
    );
  },
);
