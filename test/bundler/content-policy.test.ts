import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildApp } from './build-app.ts';
import type { BuiltApp } from './build-app.ts';

const LIMIT = 60_000;

const appWith = (policy: string): Promise<BuiltApp> =>
  buildApp({
    'index.html': `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${policy}"><title>app</title></head><body><script type="module" src="/src/main.ts"></script></body></html>`,
  });
const policyOf = (app: BuiltApp): string => /content="([^"]*)"/.exec(app.text('background-task.html'))?.[1] ?? '';
const scriptOf = (app: BuiltApp): string => /<script[^>]*>/.exec(app.text('background-task.html'))?.[0] ?? '';
const hashOf = (app: BuiltApp): string => `sha256-${createHash('sha256').update(app.text('background-task-page.js')).digest('base64')}`;

test.each([
  `script-src 'sha256-AAAA'`,
  `script-src 'sha256-AAAA' 'strict-dynamic' 'self'`,
  `default-src 'none'; connect-src 'self'`,
  `script-src-elem https://cdn.example.com; script-src 'self'`,
])(
  'F-B03: the headless page’s script has its hash in a policy that would block it: %s',
  async (policy) => {
    const app = await appWith(policy);
    expect(policyOf(app)).toContain(`'${hashOf(app)}'`);
    expect(scriptOf(app)).toContain(`integrity="${hashOf(app)}"`);
  },
  LIMIT,
);

test(
  'F-B03: a policy with a nonce gives that nonce to the headless page’s script',
  async () => {
    const policy = `script-src 'nonce-abc123' 'strict-dynamic'`;
    const app = await appWith(policy);
    expect(policyOf(app)).toBe(policy);
    expect(scriptOf(app)).toContain('nonce="abc123"');
  },
  LIMIT,
);

test.each([`default-src 'self'`, `script-src * 'unsafe-inline'`, `img-src 'none'`, `script-src &#39;self&#39;`])(
  'F-B03: a policy that allows the script stays as it is: %s',
  async (policy) => {
    const app = await appWith(policy);
    expect(policyOf(app)).toBe(policy);
    expect(scriptOf(app)).not.toContain('integrity');
  },
  LIMIT,
);
