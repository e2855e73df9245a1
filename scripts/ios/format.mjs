// Formats the Swift files with the swift-format that a Swift toolchain brings; .swift-format configures it.
//   node scripts/ios/format.mjs           formats them
//   node scripts/ios/format.mjs --check   writes nothing and names the files that would change
// Exit codes of the check: 0 green, 1 red, 77 not run (no Swift here; the suite `ios` installs it and checks the format as well).
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../setup/paths.mjs';
import { buildFolder, findToolchain, installToolchain, runSwift } from './toolchain.mjs';

const NOT_RUN = 77;

const listSwiftFiles = () => {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', 'Package.swift', 'ios/*.swift'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`);
  return listed.stdout.split('\n').filter((file) => file !== '');
};

/** Formats copies, since the toolchain may see the repository read-only. Resolves with the files that change and their new text. */
const findUnformatted = async (toolchain) => {
  const folder = join(buildFolder, 'format');
  rmSync(folder, { recursive: true, force: true });
  const files = listSwiftFiles();
  for (const file of [...files, '.swift-format']) cpSync(join(root, file), join(folder, file));
  const seen = join(toolchain.build, 'format');
  const copies = files.map((file) => join(seen, file));
  const args = ['format', '--in-place', '--configuration', join(seen, '.swift-format'), ...copies];
  const lines = [];
  const code = await runSwift(toolchain, args, (line) => lines.push(line));
  if (code !== 0) throw new Error(`swift format failed:\n${lines.join('\n')}`);
  return files
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
    .filter(({ file, text }) => text !== readFileSync(join(root, file), 'utf8'));
};

/** Prints the files that are not formatted; returns the counts of one check. */
export const checkFormat = async (toolchain) => {
  const unformatted = await findUnformatted(toolchain);
  for (const { file } of unformatted) console.log(`not formatted: ${file} (run npm run format)`);
  return unformatted.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

const runCheck = async () => {
  // CI installs the toolchain for the suite `ios` anyway.
  const toolchain = findToolchain() ?? (process.env.CI ? installToolchain() : undefined);
  if (!toolchain) {
    console.log('The format of Swift was not checked: there is no Swift toolchain here. The suite `ios` installs one and checks it.');
    return NOT_RUN;
  }
  const { passed, failed } = await checkFormat(toolchain);
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
};

const writeFormatted = async () => {
  const toolchain = findToolchain();
  if (!toolchain) {
    console.log('Swift was not formatted: there is no Swift toolchain here (npm run test:ios installs one, where it can).');
    return 0;
  }
  for (const { file, text } of await findUnformatted(toolchain)) {
    writeFileSync(join(root, file), text);
    console.log(file);
  }
  return 0;
};

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await (process.argv.includes('--check') ? runCheck() : writeFormatted());
}
