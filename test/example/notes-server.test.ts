import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNotesServer } from '../../example-app/server/notes-server.mjs';

let folder: string;
let close: () => Promise<void>;
let url: string;

async function start(): Promise<void> {
  const { server } = createNotesServer({ folder });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections()));
}

const put = (id: string, body: unknown): Promise<Response> =>
  fetch(`${url}/notes/${id}`, { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body) });
const notes = async (): Promise<{ id: string; text: string }[]> =>
  ((await (await fetch(`${url}/notes`)).json()) as { notes: { id: string; text: string }[] }).notes;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'notes-server-'));
  await start();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

test('the same upload twice stores one note', async () => {
  const note = { text: 'once', createdAt: 1 };
  expect([(await put('a', note)).status, (await put('a', note)).status]).toEqual([201, 200]);
  expect((await notes()).map(({ id, text }) => [id, text])).toEqual([['a', 'once']]);
});

test('what it has answered for is there after a restart, also beside a line that a crash cut off', async () => {
  await put('a', { text: 'kept', createdAt: 1 });
  await close();
  appendFileSync(join(folder, 'notes.jsonl'), '{"id":"torn","te');
  await start();
  await put('b', { text: 'later', createdAt: 2 });
  await close();
  await start();
  expect((await notes()).map(({ id }) => id)).toEqual(['a', 'b']);
});

test.each([
  ['a', '{', 400],
  ['a', { text: '', createdAt: 1 }, 400],
  ['a', { text: 'x', createdAt: 'now' }, 400],
  ['a%20b', { text: 'x', createdAt: 1 }, 400],
  ['a', JSON.stringify('x'.repeat(70_000)), 413],
])('an upload to %j of a wrong kind is refused (%#)', async (id, body, status) => {
  expect((await put(id, body)).status).toBe(status);
  expect(await notes()).toEqual([]);
});

test('F-E01: a note of a time that no clock can show is refused, and the page of arrivals goes on', async () => {
  expect((await put('a', { text: 'far ahead', createdAt: 9e15 })).status).toBe(400);
  expect((await put('b', { text: 'at the end of time', createdAt: 8.64e15 })).status).toBe(201);
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('1 note,');
});

test('F-E01: the page of arrivals shows what an older server stored with such a time', async () => {
  await close();
  appendFileSync(join(folder, 'notes.jsonl'), `${JSON.stringify({ id: 'a', text: 'stored before', createdAt: 9e15, arrivedAt: 1 })}\n`);
  await start();
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('stored before');
});

test('starts and ends of callbacks are kept with the server’s own time', async () => {
  const mark = { phase: 'start', taskId: 'r1', taskName: 'sync-notes', trigger: 'periodic-sync', runtime: 'service-worker', attempt: 1 };
  const post = (body: unknown): Promise<Response> => fetch(`${url}/marks`, { method: 'POST', body: JSON.stringify(body) });
  expect((await post(mark)).status).toBe(200);
  expect((await post({ ...mark, phase: 'middle' })).status).toBe(400);
  const { marks } = (await (await fetch(`${url}/marks`)).json()) as { marks: unknown[] };
  expect(marks).toEqual([{ ...mark, at: expect.any(Number) as number }]);
});

test('the page of arrivals shows notes as text', async () => {
  await put('a', { text: '<b>bold</b>', createdAt: 1 });
  const html = await (await fetch(url)).text();
  expect(html).toContain('&#60;b&#62;bold');
  expect(html).toContain('1 note, 0 runs');
});
