import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { livingProcesses } from '../drivers/processes.ts';
import { until } from '../drivers/until.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
/** It builds, then waits for a real periodic sync a minute after registration. */
const LIMIT = 300_000;

test(
  'npm start shows notes arrive with the page closed, woken by the browser itself',
  async () => {
    const { code, output } = await new Promise<{ code: number | string; output: string }>((done) => {
      const child = execFile(
        process.execPath,
        ['scripts/start.mjs', '--once'],
        { cwd: REPOSITORY, timeout: LIMIT },
        (error, stdout, stderr) => done({ code: error === null ? 0 : (error.code ?? error.signal ?? 1), output: stdout + stderr }),
      );
      child.stdin?.end();
    });
    expect(output).toContain('the page is closed; no page of the app is open');
    const told = output.slice(output.indexOf('the page is closed; no page'));
    expect(told).toContain('the browser has woken the worker');
    expect(output).toContain('sent as it was written: “Written with a network”');
    expect(told).toMatch(/send-note runs \(woken by (periodic-)?sync, in a service-worker\)/);
    expect(told).toContain('sync-notes runs (woken by periodic-sync, in a service-worker)');
    expect(told.match(/the server has a note/g)).toHaveLength(3);
    expect(told).toMatch(/sync-notes success periodic sync, in the worker/);
    expect(code).toBe(0);
  },
  LIMIT,
);

/** The processes that a process has started, and those that these have. */
function descendantsOf(pid: number): number[] {
  const all = livingProcesses();
  const found = [pid];
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one).map((child) => child.pid));
  return found.slice(1);
}

test.each([
  ['Ctrl-C, which reaches the whole group,', -1],
  ['an interrupt of the first process alone', 1],
])(
  '%s ends everything that npm start began: the browser, the app and the server',
  async (_, sign) => {
    const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: REPOSITORY, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const { pid } = child;
    if (pid === undefined) throw new Error('it did not start');
    try {
      await until('the page is closed', () => output.includes('the page is closed; no page'), LIMIT);
      const started = descendantsOf(pid);
      const addresses = output.match(/http:\/\/localhost:\d+/g) ?? [];
      expect(started.length).toBeGreaterThan(3);
      expect(addresses.length).toBeGreaterThan(1);
      process.kill(sign * pid, 'SIGINT');
      await until('all of them have ended', () => !livingProcesses().some((one) => one.pid === pid || started.includes(one.pid)));
      for (const address of addresses) await expect(fetch(address)).rejects.toThrow();
    } finally {
      if (livingProcesses().some((one) => one.pid === pid)) process.kill(-pid, 'SIGKILL');
    }
  },
  LIMIT,
);
