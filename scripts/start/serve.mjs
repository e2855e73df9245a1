import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createNotesServer } from '../../example-app/server/notes-server.mjs';
import { runCommand } from '../setup/children.mjs';
import { inRoot } from '../setup/paths.mjs';

const APP = inRoot('example-app');
const HOST = '127.0.0.1';
const APP_PORT = 4173;
const SERVER_PORT = 4180;

/** Builds the package and the example app, and serves the app and its server on loopback. */
export async function serve({ say, onNote, onMark }) {
  const { server } = createNotesServer({ folder: join(APP, 'server/data'), onNote, onMark });
  const serverUrl = `http://localhost:${await listen(server, SERVER_PORT)}`;
  // The port is taken before the build, because building takes a while and the app's page must know both addresses.
  const held = createServer();
  const appPort = await listen(held, APP_PORT);

  say('building the package and the example app');
  await must(['node', inRoot('scripts/build.mjs')]);
  linkPackage();
  const vite = inRoot('node_modules/vite/bin/vite.js');
  await must(['node', vite, 'build'], { cwd: APP, env: { VITE_SERVER_URL: serverUrl, VITE_SYNC_MINUTES: '1' } });

  const { preview } = await import('vite');
  held.close();
  await once(held, 'close');
  const app = await preview({ root: APP, logLevel: 'error', preview: { host: HOST, port: appPort, strictPort: true } });
  return {
    appUrl: `http://localhost:${appPort}`,
    serverUrl,
    close: async () => {
      server.close();
      await app.close();
    },
  };
}

/** Links this package into the app. The app finds everything else in the folder above it, so nothing is installed twice. */
function linkPackage() {
  const link = join(APP, 'node_modules/@capgo/capacitor-background-task');
  if (existsSync(link)) return;
  mkdirSync(join(link, '..'), { recursive: true });
  symlinkSync(inRoot(), link, 'junction');
}

async function must(command, options = {}) {
  const lines = [];
  const code = await runCommand(command, { ...options, onLine: (line) => lines.push(line) });
  if (code === 0) return;
  throw new Error(`${command.slice(1).join(' ')} failed (${code}):\n${lines.join('\n')}`);
}

/** Listens on the wanted port, or on any other when that one is taken. */
async function listen(server, wanted) {
  for (const port of [wanted, 0]) {
    server.listen(port, HOST);
    try {
      await once(server, 'listening');
      return server.address().port;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || port === 0) throw error;
    }
  }
}
