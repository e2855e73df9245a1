// npm start              installs, builds, serves the example app and shows its main job; Ctrl-C ends everything
// npm start -- --no-install    installs no browser
// npm start -- --once    ends after the demonstration: 0 when the notes arrived, 1 when not, 77 without a browser
import { spawn } from 'node:child_process';
import { ensureDependencies, projectNode } from './setup/dependencies.mjs';
import { inRoot } from './setup/paths.mjs';

ensureDependencies((text) => console.log(text));
// What comes now needs what was just installed, and perhaps the newer Node.js among it.
const child = spawn(projectNode(), [inRoot('scripts/start/main.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
// A terminal's Ctrl-C reaches the child by itself, and a second time from here; what reaches this process alone is handed on.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
