import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { BackgroundTaskError } from '../../../src/errors.js';
import { DUE, OPTIONS, T0, claimBy, ownWakeAt, wakeAt } from './fixture.js';
import { createIndexedDbFixture } from './indexeddb-fixture.js';

afterEach(() => vi.restoreAllMocks());

async function failure(promise: Promise<unknown>): Promise<BackgroundTaskError> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof BackgroundTaskError)) throw error;
  return error;
}

/** As a browser does it: the request is taken, and the transaction aborted later. */
function fullDisk(): void {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    const { transaction } = this as unknown as { transaction: { _abort(error: string): void } };
    const request = put.call(this, value, key);
    queueMicrotask(() => transaction._abort('QuotaExceededError'));
    return request;
  });
}

test('a full disk fails each writing step with its code, writes nothing, and is forgotten once there is space', async () => {
  const fixture = await createIndexedDbFixture();
  const ledger = fixture.open();
  await ledger.register('sync', OPTIONS, T0);
  const [run] = (await ledger.open(wakeAt(DUE))).offerable;
  if (run === undefined) throw new Error('nothing was opened');
  const before = [await fixture.rows('tasks'), await fixture.rows('openRuns'), await fixture.rows('log')];
  fullDisk();
  const steps = [
    () => ledger.register('other', OPTIONS, T0),
    () => ledger.claim('sync', claimBy('page', run, DUE)),
    () => ledger.settle(run, 'not-started', null, DUE),
    () => ledger.unregister('sync', DUE),
    () => ledger.openAndClaim(ownWakeAt(DUE, ['sync'])),
  ];
  for (const step of steps) {
    const error = await failure(step());
    expect(error.code).toBe('STORAGE_FAILED');
    expect(error.message).toContain('QuotaExceededError');
    expect((error as { cause?: unknown }).cause).toBeDefined();
  }
  expect((await ledger.tasks(T0)).length).toBe(1);
  vi.restoreAllMocks();
  expect([await fixture.rows('tasks'), await fixture.rows('openRuns'), await fixture.rows('log')]).toEqual(before);
  expect((await ledger.claim('sync', claimBy('page', run, DUE))).claimed).toBe(true);
  await fixture.end();
});

test('a browser that has no IndexedDB, or refuses it, is reported with the code', async () => {
  const fixture = await createIndexedDbFixture();
  const ledger = fixture.open();
  vi.stubGlobal('indexedDB', undefined);
  expect((await failure(ledger.tasks(T0))).code).toBe('STORAGE_FAILED');
  vi.unstubAllGlobals();
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('The user denied permission to access the database.', 'SecurityError');
  });
  expect((await failure(ledger.health())).message).toContain('SecurityError');
  vi.restoreAllMocks();
  expect(await ledger.register('sync', OPTIONS, T0)).toBe('created');
  await fixture.end();
});

test('a connection that the browser closed is opened anew within the same call', async () => {
  const fixture = await createIndexedDbFixture();
  const ledger = fixture.open();
  const databases: IDBDatabase[] = [];
  const begin = IDBDatabase.prototype.transaction;
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
    this: IDBDatabase,
    ...given: Parameters<IDBDatabase['transaction']>
  ) {
    databases.push(this);
    return begin.apply(this, given);
  });
  await ledger.register('sync', OPTIONS, T0);
  databases.at(-1)?.close();
  expect((await ledger.tasks(T0)).length).toBe(1);
  databases.at(-1)?.close();
  expect(await ledger.register('sync', { ...OPTIONS, maximumRetries: 1 }, T0)).toBe('updated');
  expect(new Set(databases).size).toBe(3);
  spy.mockRestore();
  await fixture.end();
});

test('every claim is one transaction over the runs and the items', async () => {
  const fixture = await createIndexedDbFixture();
  const ledger = fixture.open();
  await ledger.register('sync', OPTIONS, T0);
  const [run] = (await ledger.open(wakeAt(DUE))).offerable;
  if (run === undefined) throw new Error('nothing was opened');
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await ledger.claim('sync', claimBy('page', run, DUE));
  expect(begin.mock.calls).toEqual([[['openRuns', 'items'], 'readwrite', { durability: 'relaxed' }]]);
  begin.mockClear();
  await ledger.openAndClaim(ownWakeAt(DUE, ['sync']));
  expect(begin).toHaveBeenCalledTimes(1);
  begin.mockClear();
  await ledger.unregister('sync', DUE);
  expect(begin.mock.calls.map(([, mode, options]) => [mode, options])).toEqual([['readwrite', { durability: 'strict' }]]);
  await fixture.end();
});
