import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { until } from '../drivers/until.ts';
import { age, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';

/** The code that docs/semantics.md gives, as it stands there. */
function documentedCode(): string {
  const text = readFileSync(new URL('../../docs/semantics.md', import.meta.url), 'utf8');
  const code = /```ts\n(export function withToken<T>.*?)```/s.exec(text)?.[1];
  if (code === undefined) throw new Error('docs/semantics.md no longer shows how to share a token');
  return code;
}

const TASKS = `
import { BackgroundTask } from '@capgo/capacitor-background-task';
type TokenStore = any;
const ended = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
async function openTokenStore() {
  const opening = indexedDB.open('token', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('token');
  const database = await ended(opening);
  const store = (mode) => database.transaction('token', mode).objectStore('token');
  return { read: async () => (await ended(store('readonly').get('it'))) ?? null, write: (token) => ended(store('readwrite').put(token, 'it')), clear: () => ended(store('readwrite').clear()) };
}
const post = async (path, body, signal) => (await fetch(path, { method: 'POST', body: JSON.stringify(body), signal })).json();
const refresh = (token, { signal }) => post('/refresh', { access: token.access }, signal);
${documentedCode()}
for (const name of ['a', 'b', 'c', 'd']) {
  BackgroundTask.defineTask(name, async ({ taskName, signal }) => {
    for (let count = 0; count < 10; count++) await post('/upload', { taskName, access: await accessToken(signal) }, signal);
  });
}
Object.assign(globalThis, { accessToken, withToken });
`;

declare global {
  var accessToken: (signal: AbortSignal) => Promise<string>;
  var withToken: <T>(
    use: (store: { read(): Promise<unknown>; write(token: unknown): Promise<void>; clear(): Promise<void> }) => Promise<T>,
  ) => Promise<T>;
}

test('page and worker share one rotating token by the lock of the docs: none is ever used twice, and logging out leaves none', async () => {
  await play({ tasks: TASKS }, async (scene) => {
    let valid = 'token-0';
    const reused: unknown[] = [];
    // Every token has run out as soon as it is there, and can be exchanged once.
    scene.site.answer('/refresh', ({ body }) => {
      if (body['access'] !== valid) reused.push(body['access']);
      valid = `token-${scene.site.got('/refresh').length}`;
      return { access: valid, expiresAt: 0 };
    });
    const page = await scene.page();
    await page.evaluate(() => withToken((store) => store.write({ access: 'token-0', expiresAt: 0 })));
    for (const name of ['a', 'b', 'c', 'd']) await register(page, name);
    const inWorker = page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' }));
    const inPage = page.evaluate(async () => {
      for (let count = 0; count < 40; count++) await accessToken(new AbortController().signal);
    });
    await Promise.all([inWorker, inPage]);
    expect(scene.site.got('/upload')).toHaveLength(40);
    expect(scene.site.got('/refresh')).toHaveLength(80);
    expect(reused).toEqual([]);

    // Logging out while a run refreshes.
    scene.site.answer('/upload', () => new Promise(() => undefined));
    await age(page);
    await scene.periodicSync();
    await until('runs are under way', () => scene.site.got('/upload').length > 40);
    await page.evaluate(async () => {
      await BackgroundTask.unregisterAllTasksAsync();
      await withToken((store) => store.clear());
    });
    expect(await page.evaluate(() => withToken((store) => store.read()))).toBeNull();
    expect(await page.evaluate(() => accessToken(new AbortController().signal).then(() => 'a token', String))).toContain('logged out');
    expect(await runsOf(page, 'a')).toEqual([]);
    expect(reused).toEqual([]);
  });
});
