// npm start              installs, builds, serves the example app and shows its main job; Ctrl-C ends everything
// npm start -- --no-install    installs no browser
// npm start -- --once    ends after the demonstration: 0 when the notes arrived, 1 when not, 77 without a browser
import { spawn } from 'node:child_process';
import { ensureDependencies, projectNode } from './setup/dependencies.mjs';
import { inRoot } from './setup/paths.mjs';

ensureDependencies((text) => console.log(text));
// A new process is needed for the rest, because it uses what was just installed, perhaps a newer Node.js as well.
const child = spawn(projectNode(), [inRoot('scripts/start/main.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
// A terminal's Ctrl-C reaches the child anyway; a signal that reaches only this process is passed on to it.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
