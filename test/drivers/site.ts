import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until.ts';

/** Describes a request to the server as it came. */
export interface Call {
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** Tells when it came, in epoch milliseconds. */
  readonly at: number;
}

/** Answers a POST with what it returns, as JSON. A promise that stays pending holds the answer back. */
export type Answer = (call: Call) => unknown;

interface File {
  readonly type: string;
  readonly content: string | Uint8Array;
}

const TYPES: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  css: 'text/css',
  svg: 'image/svg+xml',
};

/** Serves the app's files and stands for the server that its tasks talk to. Tests judge by it, because it remembers every POST with its time. */
export class Site {
  readonly calls: Call[] = [];
  readonly #files = new Map<string, File>();
  readonly #answers = new Map<string, Answer>();
  readonly #server: Server;
  /** Cuts every connection to the API while true. Files are still served. */
  apiDown = false;
  /** Is the header `cache-control` of files. Chromium keeps no page with `no-store` for its Back button. */
  cacheControl = 'no-store';
  /** Counts how often each file was asked for. */
  readonly fetched = new Map<string, number>();

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<Site> {
    const site = new Site();
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  /** Uses localhost, which browsers treat as a secure context. */
  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  url(path: string): string {
    return new URL(path, this.origin).href;
  }

  file(path: string, content: string | Uint8Array): void {
    this.#files.set(path, { type: TYPES[path.split('.').at(-1) ?? ''] ?? 'text/html', content });
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  answer(path: string, answer: Answer): void {
    this.#answers.set(path, answer);
  }

  /** Returns the POSTs to a path whose bodies fit. */
  got(path: string, fits: (body: Record<string, unknown>) => boolean = () => true): Call[] {
    return this.calls.filter((call) => call.path === path && fits(call.body));
  }

  /** Waits until there are `count` POSTs to a path whose bodies fit. Rejects after `limitMs`. */
  async untilGot(
    path: string,
    count: number,
    fits: (body: Record<string, unknown>) => boolean = () => true,
    limitMs = 20_000,
  ): Promise<Call[]> {
    return until(
      `${count} calls of ${path} (so far: ${JSON.stringify(this.calls.slice(-5))})`,
      () => {
        const calls = this.got(path, fits);
        return calls.length >= count && calls;
      },
      limitMs,
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    if (request.method === 'POST') return this.#post(path, request, response);
    this.fetched.set(path, (this.fetched.get(path) ?? 0) + 1);
    const file = this.#files.get(path);
    const headers = { 'cache-control': this.cacheControl, 'content-type': file?.type ?? 'text/plain' };
    response.writeHead(file === undefined ? 404 : 200, headers).end(file?.content ?? 'not here');
  }

  async #post(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.apiDown) return void request.socket.destroy();
    const at = Date.now();
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // Its sender was killed while it sent.
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const call = { path, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>, at };
    this.calls.push(call);
    const answer = await this.#answers.get(path)?.(call);
    if (!response.destroyed) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
  }
}
