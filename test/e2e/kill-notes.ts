import type { Tab } from '../drivers/tab.ts';

/** Both are due in every scene; the kill comes when the run of this one is at the point. */
export type Target = 'task' | 'item';

export const TASK_NAMES: Readonly<Record<Target, string>> = { task: 'sync-notes', item: 'send-note' };

/** Reads the notes that are to be sent, sends each, and forgets those that arrived. */
export const NOTES_TASK = `
import { BackgroundTask } from '@capgo/capacitor-background-task';
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
async function notes() {
  const opening = indexedDB.open('notes', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('pending', { keyPath: 'id' });
  return done(opening);
}
BackgroundTask.defineTask('sync-notes', async ({ taskId, signal }) => {
  const database = await notes();
  for (const { id } of await done(database.transaction('pending').objectStore('pending').getAll())) {
    await fetch('/note', { method: 'POST', body: JSON.stringify({ id, taskId, context: globalThis.contextId }), signal });
    await done(database.transaction('pending', 'readwrite').objectStore('pending').delete(id));
  }
  database.close();
});
BackgroundTask.defineTask('send-note', async ({ data, taskId, signal }) => {
  await fetch('/item', { method: 'POST', body: JSON.stringify({ id: data.note, taskId, context: globalThis.contextId }), signal });
});
`;

/** Does not wait for the answer: the page is to die before it comes. */
export function enqueueItem(page: Tab, note: number): Promise<void> {
  return page.evaluate((id) => {
    void BackgroundTask.enqueueTaskAsync('send-note', { id: `note-${id}`, data: { note: id }, requiresNetwork: false });
  }, note);
}

/** As if a page had enqueued it a moment ago and died before it could run it. */
export function plantItem(page: Tab, note: number): Promise<void> {
  return page.evaluate(async (id) => {
    const asPromise = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const name = (await indexedDB.databases()).find((one) => one.name?.includes('background-task') === true)?.name ?? '';
    const database = await asPromise(indexedDB.open(name));
    const transaction = database.transaction('items', 'readwrite', { durability: 'strict' });
    const now = Date.now();
    const constraints = {
      ...{ requiresNetwork: false, requiresUnmeteredNetwork: false, requiresCharging: false },
      ...{ requiresBatteryNotLow: false, requiresStorageNotLow: false, requiresDeviceIdle: false },
    };
    const counts = { attempts: 0, failures: 0, interruptions: 0, backoffCount: 0, undefinedSince: null };
    transaction.objectStore('items').put({
      ...{ version: 2, sequence: id, taskName: 'send-note', id: `note-${id}`, data: JSON.stringify({ note: id }), set: 0 },
      ...{ enqueuedAt: now, scheduledAt: now, eligibleAt: now + 3_600_000, constraints, maximumRetries: 3, timeLimitMs: null },
      ...counts,
    });
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  }, note);
}

/** In a page that runs no task now. */
export function writeNote(page: Tab, note: number): Promise<void> {
  return page.evaluate(async (id) => {
    const opening = indexedDB.open('notes', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('pending', { keyPath: 'id' });
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const transaction = database.transaction('pending', 'readwrite', { durability: 'strict' });
    transaction.objectStore('pending').put({ id });
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  }, note);
}

/** A database of the app that nothing opens again: it is gone only when the browser has dropped all that the origin had stored. */
export const WITNESS = 'witness';

export function plantWitness(page: Tab): Promise<void> {
  return page.evaluate(async (name) => {
    const opening = indexedDB.open(name, 1);
    await new Promise((resolve, reject) => {
      opening.onsuccess = resolve;
      opening.onerror = () => reject(opening.error);
    });
    opening.result.close();
  }, WITNESS);
}
