// Checks that every fault of the list stands in the title of a test, or in a line of docs/verification.md that says why it can have none.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { faults } from './fault-list.mjs';
import { javaTitles, swiftTitles, typeScriptTitles } from './test-titles.mjs';
import { inRoot, root } from '../setup/paths.mjs';

/** Says for each language where its tests are, how to read their titles, and how a title names a fault. */
const LANGUAGES = [
  { files: ['test/**/*.ts'], read: typeScriptTitles, name: /^(F-[A-Z])(\d\d): / },
  { files: ['android/jvm/src/**/*.java'], read: javaTitles, name: /f([A-Z])(\d\d)_/ },
  { files: ['ios/Tests/**/*.swift'], read: swiftTitles, name: /F_([A-Z])(\d\d)_/ },
];

function tracked(patterns) {
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns.map((one) => `:(glob)${one}`)],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`git ls-files failed: ${stderr}`);
  return stdout.split('\0').filter((file) => file !== '' && existsSync(inRoot(file)));
}

/** Returns every test with the fault that its title names (null without one) and whether it is expected to fail. */
function readTests() {
  return LANGUAGES.flatMap(({ files, read, name }) =>
    tracked(files).flatMap((file) =>
      read(readFileSync(inRoot(file), 'utf8')).map((test) => {
        const [, letters, digits] = name.exec(test.title) ?? [];
        return { ...test, file, fault: letters === undefined ? null : `${letters.startsWith('F-') ? letters : `F-${letters}`}${digits}` };
      }),
    ),
  );
}

/**
 * Returns which faults are covered, and what is wrong.
 *
 * @param {{ tests: readonly { title: string, file: string, fault: string | null, expectedToFail: boolean }[], documented: readonly string[], faults: readonly string[] }} given
 */
export function compareFaults({ tests, documented, faults: known }) {
  const covered = new Set([...documented, ...tests.flatMap(({ fault }) => fault ?? [])]);
  const missing = known.filter((id) => !covered.has(id));
  return {
    covered: known.filter((id) => covered.has(id)),
    problems: [
      ...missing.map((id) => `${id} stands in no test's title and in no line of docs/verification.md`),
      ...tests.filter(({ expectedToFail }) => expectedToFail).map(({ file, title }) => `${file}: "${title}" is expected to fail`),
      ...tests
        .filter(({ fault }) => fault !== null && !known.includes(fault))
        .map(({ file, title, fault }) => `${file}: "${title}" names ${fault}, which the list does not have`),
    ],
  };
}

if (process.argv[1] === import.meta.filename) {
  const documented = readFileSync(inRoot('docs/verification.md'), 'utf8').match(/\bF-[A-Z]\d\d\b/g) ?? [];
  const { covered, problems } = compareFaults({ tests: readTests(), documented, faults });
  console.log(`${covered.length} of ${faults.length} faults have their test or their line in docs/verification.md`);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
