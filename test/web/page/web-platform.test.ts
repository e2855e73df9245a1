import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TaskPlatform } from '../../../src/core/platform.js';
import { createWebPlatform } from '../../../src/web/page/index.js';
import { settle } from '../../support/fake-clock.js';

let page: EventTarget & { visibilityState: string };

beforeEach(() => {
  page = Object.assign(new EventTarget(), { visibilityState: 'visible', querySelector: () => null, baseURI: 'http://localhost/' });
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('navigator', { onLine: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const attach = (platform: TaskPlatform, ...taskNames: string[]) =>
  platform.attach({ contractVersion: 2, runtimeId: 'page-1', runtime: 'page', taskNames });

/** A page that is seen looks for what is due. */
async function transactionsOfASight(): Promise<number> {
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  return begin.mock.calls.length;
}

test('a page whose first attach failed with its storage starts with the next one', async () => {
  const platform = await createWebPlatform();
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('not now', 'UnknownError');
  });
  await expect(attach(platform, 'sync-notes')).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  vi.restoreAllMocks();
  await attach(platform, 'sync-notes');
  await settle();
  expect(await transactionsOfASight()).toBeGreaterThan(0);
});

test('a page that at first defines nothing for pages starts once', async () => {
  const listen = vi.spyOn(page, 'addEventListener');
  const platform = await createWebPlatform();
  await attach(platform);
  await attach(platform, 'sync-notes');
  await settle();
  expect(listen.mock.calls.filter(([type]) => type === 'visibilitychange')).toHaveLength(1);
});
