import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { inRoot, root } from '../setup/paths.mjs';

const FOLDER = 'docs/soak';
/** Matches the lines that the log keeps: failures, seeds, figures and sums. The names of some thousand passed tests are left out. */
const TELLING = /^(?:FAIL |failed: |crashed: |skipped: |figure |ok {2}\||OVER \||\d+ passed, )|\bseeds?\b/;
const SUITE = /^▶ \d+\/\d+ ([\w-]+): /;

/** Collects the lines that the suites print. `write` puts each suite's log into the repository, and leaves the logs of suites that did not run. */
export function followSoak() {
  const logs = new Map();
  const print = console.log;
  let log = null;
  console.log = (...given) => {
    for (const line of stripVTControlCharacters(given.join(' ')).split('\n')) {
      const suite = SUITE.exec(line)?.[1];
      if (suite !== undefined) {
        log = [line.replace(/^▶ \S+ /, '')];
        logs.set(suite, log);
      } else if (line === 'Summary') {
        log = null;
      } else if (TELLING.test(line)) {
        log?.push(line.replaceAll(root, '.'));
      }
    }
    print(...given);
  };
  return {
    write() {
      const { stdout } = spawnSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' });
      const head = `npm run test:soak, ${new Date().toISOString().slice(0, 10)}, commit ${stdout.trim()}, ${cpus().length} cores, Node.js ${process.version}`;
      mkdirSync(inRoot(FOLDER), { recursive: true });
      for (const [suite, lines] of logs) writeFileSync(inRoot(join(FOLDER, `${suite}.txt`)), `${head}\n\n${lines.join('\n')}\n`);
      print(`the logs are in ${FOLDER}: commit them`);
    },
  };
}
