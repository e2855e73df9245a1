import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../..');
/** It builds, then waits for a real periodic sync a minute after registration. */
const LIMIT = 300_000;

test('npm start shows notes arrive with the page closed, woken by the browser itself', async () => {
  const { code, output } = await new Promise<{ code: number | string; output: string }>((done) => {
    const child = execFile(process.execPath, ['scripts/start.mjs', '--once'], { cwd: REPOSITORY, timeout: LIMIT }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : (error.code ?? error.signal ?? 1), output: stdout + stderr }),
    );
    child.stdin?.end();
  });
  expect(output).toContain('the page is closed; no page of the app is open');
  const told = output.slice(output.indexOf('the page is closed; no page'));
  expect(told).toContain('the browser has woken the worker');
  expect(told).toContain('sync-notes runs (woken by periodic-sync, in a service-worker)');
  expect(told.match(/the server has a note/g)).toHaveLength(3);
  expect(told).toMatch(/sync-notes success periodic sync, in the worker/);
  expect(code).toBe(0);
}, LIMIT);
