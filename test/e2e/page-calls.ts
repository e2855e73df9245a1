import type {
  BackgroundTaskOptions,
  BackgroundTaskPlugin,
  BackgroundTaskRun,
  EnqueueOptions,
  EnqueueResult,
} from '../../src/definitions.ts';

// What tests do inside a page. Each is sent there as text, so it uses nothing of this module.

declare global {
  var BackgroundTask: BackgroundTaskPlugin;
}

/** Where work is evaluated: a Chromium tab or WebKit. */
export interface Page {
  evaluate<Args extends readonly unknown[], Value>(work: (...args: Args) => Value | Promise<Value>, ...args: Args): Promise<Value>;
}

export function register(page: Page, name: string, options: BackgroundTaskOptions = {}): Promise<void> {
  return page.evaluate((task, given) => BackgroundTask.registerTaskAsync(task, given), name, options);
}

export function enqueue(page: Page, name: string, options: EnqueueOptions = {}): Promise<EnqueueResult> {
  return page.evaluate((task, given) => BackgroundTask.enqueueTaskAsync(task, given), name, options);
}

/** The ids of the items that wait or run. */
export function queued(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await BackgroundTask.getEnqueuedAsync()).map(({ id }) => id));
}

/** The settled runs, newest first. */
export function runsOf(page: Page, taskName: string): Promise<BackgroundTaskRun[]> {
  return page.evaluate((name) => BackgroundTask.getTaskRunsAsync({ taskName: name }), taskName);
}

/** As if all of this had happened so much earlier: every stored time of registrations and items moves back. */
export function age(page: Page, byMs = 24 * 3_600_000): Promise<void> {
  return page.evaluate(async (ms) => {
    const asPromise = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined || !name.includes('background-task')) continue;
      const database = await asPromise(indexedDB.open(name));
      for (const storeName of [...database.objectStoreNames]) {
        const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' });
        const done = new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve();
          transaction.onabort = () => reject(transaction.error);
        });
        const store = transaction.objectStore(storeName);
        for (const key of await asPromise(store.getAllKeys())) {
          const record = (await asPromise(store.get(key))) as Record<string, unknown> | undefined;
          if (record === undefined || !('registeredAt' in record || 'enqueuedAt' in record)) continue;
          for (const field of [
            ...['registeredAt', 'anchorAt', 'backoffFrom', 'undefinedAt'],
            ...['enqueuedAt', 'scheduledAt', 'eligibleAt', 'undefinedSince'],
          ]) {
            const time = record[field];
            if (typeof time === 'number') record[field] = time - ms;
          }
          store.put(record);
        }
        await done;
      }
      database.close();
    }
  }, byMs);
}

/** As when the page is seen again: it looks for what is due. */
export function look(page: Page): Promise<void> {
  return page.evaluate(() => void document.dispatchEvent(new Event('resume')));
}

/** The outcomes in the log, read without the API: by a page that knows nothing of tasks. */
export function loggedOutcomes(blank: Page): Promise<string[]> {
  return blank.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('capgo-background-task:/');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction('log').objectStore('log').getAll();
          all.onsuccess = () => (opening.result.close(), resolve(all.result.map((run: { outcome: string }) => run.outcome)));
        };
      }),
  );
}
