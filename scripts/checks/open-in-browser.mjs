import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
const LIMIT_MS = 30_000;

function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    return createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Opens a built app in Chromium and waits until its title says something else than "waiting". */
export async function openInBrowser(folder, executablePath) {
  const server = await serve(folder);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  const requests = [];
  const errors = [];
  try {
    const context = await browser.newContext();
    await context.route('https://api.example.com/**', (route) => {
      requests.push(`${route.request().method()} ${route.request().url()}`);
      return route.fulfill({ status: 204, headers: { 'access-control-allow-origin': '*' } });
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('response', (response) => response.status() >= 400 && errors.push(`${response.status()} ${response.url()}`));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const title = await page
      .waitForFunction(() => globalThis.document.title !== 'waiting' && globalThis.document.title, null, { timeout: LIMIT_MS })
      .then(
        (handle) => handle.jsonValue(),
        () => '',
      );
    return { title, requests, errors };
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
