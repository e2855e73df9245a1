// Tries the README's two commands on bare machines: node scripts/bare/trial.mjs [bookworm] [trixie] [root] [user] [start] [test]
import { writeFileSync } from 'node:fs';
import { inRoot, root } from '../setup/paths.mjs';
import { NOT_RUN } from '../test/summary.mjs';
import { bareMachine, obstacle } from './machine.mjs';

const MINUTE = 60_000;
const LOG = 'docs/bare-machines.txt';
const named = process.argv.slice(2);
const chosen = (all) => (all.some((one) => named.includes(one)) ? all.filter((one) => named.includes(one)) : all);

/** Holds the commands, how long they may take, and what their output must say. */
const COMMANDS = {
  start: { command: ['npm', 'start', '--', '--once'], limitMs: 20 * MINUTE, says: /the server has a note/ },
  test: { command: ['npm', 'test'], limitMs: 90 * MINUTE, says: /^\d+ passed, 0 failed$/m },
};

/** Matches the lines of the output that the log of the trials keeps. Coloured ones are of single tests. */
const TELLING = /installing|getting|not run|it needs|passed, |the server has a note|error|failed|\d+ s {2}/i;

const missing = obstacle();
if (missing !== null) {
  console.log(`the trials on bare machines need ${missing}`);
  process.exitCode = NOT_RUN;
} else {
  const log = [];
  const say = (text) => {
    log.push(text.replaceAll(root, '.'));
    console.log(text);
  };
  let passed = 0;
  let failed = 0;
  for (const release of chosen(['bookworm', 'trixie']))
    for (const who of chosen(['root', 'user'])) {
      const machine = bareMachine(release, who);
      for (const name of chosen(Object.keys(COMMANDS))) {
        const { command, limitMs, says } = COMMANDS[name];
        say(`\n▶ ${release}, as ${who}: ${command.join(' ')}`);
        const started = performance.now();
        const { code, lines } = await machine.run(
          command,
          limitMs,
          (text) => TELLING.test(text) && !text.includes('\u001b') && say(`  ${text}`),
        );
        const text = lines.join('\n');
        // A user without sudo cannot install Debian's packages: the command then names what is missing and runs the rest.
        const lacksSomething = who === 'user' && /^Not run|none was found or could be downloaded/m.test(text);
        const ok =
          (code === 0 && says.test(text) && !/^Not run/m.test(text)) ||
          (lacksSomething && !/^ *\S+ +\d+ passed, [1-9]\d* failed/m.test(text));
        const verdict = ok ? (lacksSomething ? 'ok, and it says what cannot be had' : 'ok') : 'FAILED';
        say(`  ended with ${code} after ${Math.round((performance.now() - started) / 1000)} s: ${verdict}`);
        if (!ok) for (const line of lines.slice(-30)) say(`  | ${line}`);
        if (ok) passed += 1;
        else failed += 1;
      }
      machine.remove();
    }
  writeFileSync(inRoot(LOG), `${log.join('\n').trim()}\n`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
