// WebKitGTK on a display of its own, driven by plain WebDriver requests.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { until } from './until.mjs';

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

const browserPath = () =>
  ['x86_64', 'aarch64']
    .flatMap((machine) => ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].map((name) => `/usr/lib/${machine}-linux-gnu/${name}/MiniBrowser`))
    .find((file) => existsSync(file));

/** What is missing for a WebKit page; empty when nothing is. */
export const webKitObstacles = () => {
  const missing = ['WebKitWebDriver', 'Xvfb'].filter((name) => !onPath(name));
  if (!browserPath()) missing.push('MiniBrowser of WebKitGTK');
  return missing;
};

const request = async (url, body, method = body === undefined ? 'GET' : 'POST') => {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${url}: ${JSON.stringify(value)}`);
  return value;
};

const freePort = async () => {
  const server = createServer();
  await new Promise((settle) => server.listen(0, '127.0.0.1', () => settle(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((settle) => server.close(settle));
  return port;
};

export const launchWebKit = async () => {
  const children = [];
  const start = (command, args, options) => {
    const child = spawn(command, args, options);
    children.push(child);
    return child;
  };
  const close = () => children.forEach((child) => child.kill('SIGKILL'));
  process.once('exit', close);

  // The server picks a free display and tells its number.
  const display = start(onPath('Xvfb'), ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  let number = '';
  display.stdio[3].on('data', (text) => (number += text));
  await until('a display', () => number.includes('\n'));

  const port = await freePort();
  start(onPath('WebKitWebDriver'), [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, DISPLAY: `:${number.trim()}` } });
  const driver = `http://127.0.0.1:${port}`;
  await until('WebKitWebDriver answers', () => request(`${driver}/status`).then(() => true, () => false));
  const capabilities = {
    alwaysMatch: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: browserPath(), args: ['--automation'] },
      timeouts: { script: 60_000 },
    },
  };
  const { sessionId } = await request(`${driver}/session`, { capabilities });
  const session = `${driver}/session/${sessionId}`;
  return {
    goto: (url) => request(`${session}/url`, { url }),
    /** Runs a function body with `done` in the page. */
    evaluate: (script) => request(`${session}/execute/async`, { script: `const done = arguments[arguments.length - 1];\n${script}`, args: [] }),
    close: async () => {
      await request(session, undefined, 'DELETE').catch(() => undefined);
      process.off('exit', close);
      close();
    },
  };
};
