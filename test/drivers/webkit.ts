import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { findWebKit } from '../../scripts/setup/find-webkit.mjs';
import { until } from './until.ts';

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Drives WebKitGTK by plain WebDriver requests on a display of its own. A session has no persistent storage. */
export class WebKit {
  readonly #children: readonly ChildProcess[];
  readonly #session: string;

  private constructor(children: readonly ChildProcess[], session: string) {
    this.#children = children;
    this.#session = session;
  }

  static async launch(): Promise<WebKit> {
    const found = findWebKit();
    if (found === null) throw new Error('WebKitGTK needs webkit2gtk-driver and xvfb (Debian names)');
    const display = await startDisplay(found.display);
    const port = await freePort();
    const driver = start(found.driver, [`--port=${port}`], { DISPLAY: display.name });
    const children = [driver, display.child];
    try {
      const driverUrl = `http://127.0.0.1:${port}`;
      await until('WebKitWebDriver answers', () =>
        request(`${driverUrl}/status`).then(
          () => true,
          () => false,
        ),
      );
      const session = (await request(`${driverUrl}/session`, {
        capabilities: {
          alwaysMatch: {
            browserName: 'MiniBrowser',
            'webkitgtk:browserOptions': { binary: found.browser, args: ['--automation'] },
            timeouts: { script: 120_000 },
          },
        },
      })) as { sessionId: string };
      return new WebKit(children, `${driverUrl}/session/${session.sessionId}`);
    } catch (error: unknown) {
      end(children);
      throw error;
    }
  }

  async goto(url: string): Promise<void> {
    await request(`${this.#session}/url`, { url });
  }

  /**
   * Goes back, and resolves when the page before is there. A script must not do it: WebKit may never answer one that goes back itself, or that runs
   * meanwhile.
   */
  async back(): Promise<void> {
    await request(`${this.#session}/back`, {});
  }

  async reload(): Promise<void> {
    await request(`${this.#session}/refresh`, {});
  }

  /** Runs `work` in the page with JSON arguments, awaits its promise, and resolves with its JSON result. */
  async evaluate<Args extends readonly unknown[], Value>(work: (...args: Args) => Value | Promise<Value>, ...args: Args): Promise<Value> {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${String(work)})(...${JSON.stringify(args)}))
        .then((value) => done({ value }), (error) => done({ error: String(error && error.stack ? error + '\\n' + error.stack : error) }));`;
    const answer = (await request(`${this.#session}/execute/async`, { script, args: [] })) as { value: Value } | { error: string };
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  }

  /** Opens another tab and resolves with its handle. */
  async newTab(): Promise<string> {
    return ((await request(`${this.#session}/window/new`, { type: 'tab' })) as { handle: string }).handle;
  }

  async tabs(): Promise<string[]> {
    return (await request(`${this.#session}/window/handles`)) as string[];
  }

  /** Chooses the tab to which the next calls speak. */
  async switchTo(handle: string): Promise<void> {
    await request(`${this.#session}/window`, { handle });
  }

  /** Closes the tab to which calls speak. Another one must be open. */
  async closeTab(): Promise<void> {
    await request(`${this.#session}/window`, undefined, 'DELETE');
  }

  async dispose(): Promise<void> {
    await request(this.#session, undefined, 'DELETE').catch(() => undefined);
    end(this.#children);
  }
}

async function request(url: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<unknown> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: unknown };
  if (!answer.ok) throw new Error(`${method} ${url}: ${JSON.stringify(value)}`);
  return value;
}

/** Starts a display server, which picks a free display number and tells it. */
async function startDisplay(path: string): Promise<{ name: string; child: ChildProcess }> {
  const child = spawn(path, ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let text = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until('a display', () => text.includes('\n'));
  return { name: `:${text.trim()}`, child };
}

function start(path: string, args: readonly string[], environment: Record<string, string>): ChildProcess {
  const child = spawn(path, args, { stdio: 'ignore', env: { ...process.env, ...environment } });
  running.add(child);
  return child;
}

function end(children: readonly ChildProcess[]): void {
  for (const child of children) {
    child.kill('SIGKILL');
    running.delete(child);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
