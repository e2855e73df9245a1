import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { inRoot, root } from '../setup/paths.mjs';

const FILE = 'docs/soak.txt';
/** What says how it went: suites, failures, seeds, figures and sums. The names of some thousand passed tests are left out. */
const TELLING = /^(?:▶|FAIL |failed: |crashed: |skipped: |figure |ok {2}\||OVER \||\d+ passed, )|\bseeds?\b/;

/** Follows what is printed. `write` puts the log where it is committed. */
export function followSoak() {
  const lines = [];
  const print = console.log;
  let isSummary = false;
  console.log = (...given) => {
    const text = stripVTControlCharacters(given.join(' '));
    isSummary ||= text.includes('\nSummary');
    for (const line of text.split('\n')) if (isSummary || TELLING.test(line)) lines.push(line.replaceAll(root, '.'));
    print(...given);
  };
  return {
    write() {
      const { stdout } = spawnSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' });
      const head = `npm run test:soak, ${new Date().toISOString().slice(0, 10)}, commit ${stdout.trim()}, ${cpus().length} cores, Node.js ${process.version}`;
      writeFileSync(inRoot(FILE), `${head}\n\n${lines.join('\n')}\n`);
      print(`the log is in ${FILE}: commit it`);
    },
  };
}
