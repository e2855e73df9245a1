import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BackgroundTaskError } from '../../../src/errors.js';
import { openIndexedDbLedger } from '../../../src/web/ledger/index.js';
import type { Ledger } from '../../../src/web/ledger/ledger.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { newId, OPTIONS, T0 } from './fixture.js';

let clock: FakeClock;
let ledger: Ledger;
let databases = 0;

beforeEach(() => {
  clock = new FakeClock();
  ledger = openIndexedDbLedger({ newId }, clock, `unanswered-${++databases}`);
});

afterEach(() => {
  vi.restoreAllMocks();
  ledger.close();
});

/** From now on the browser answers no open until the returned function is called. */
function muteOpen(): { readonly opens: () => number; readonly answer: () => void } {
  const open = indexedDB.open.bind(indexedDB);
  const waiting: (() => void)[] = [];
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation((name, version) => {
    const request = {} as IDBOpenDBRequest;
    waiting.push(() => {
      const real = open(name, version);
      real.onupgradeneeded = (event) => {
        Object.assign(request, { result: real.result, transaction: real.transaction });
        request.onupgradeneeded?.(event);
      };
      real.onsuccess = (event) => {
        Object.assign(request, { result: real.result });
        request.onsuccess?.(event);
      };
    });
    return request;
  });
  return { opens: () => spy.mock.calls.length, answer: () => waiting.forEach((one) => one()) };
}

const outcome = (step: Promise<unknown>): Promise<string> =>
  step.then(
    () => 'done',
    (error: unknown) => (error instanceof BackgroundTaskError ? `${error.code}: ${error.message}` : String(error)),
  );

test('F-P10: an open that never answers fails each step after a limit, stays the only one, and is used when it comes', async () => {
  const { opens, answer } = muteOpen();
  const steps = [ledger.register('sync', OPTIONS, T0), ledger.tasks(T0), ledger.openRuns()].map(outcome);
  await clock.advance(10_000);
  for (const step of await Promise.all(steps)) expect(step).toMatch(/^STORAGE_FAILED: .*has not answered.*10 s/);
  const later = outcome(ledger.register('sync', OPTIONS, T0));
  await settle();
  expect(opens()).toBe(1);
  answer();
  expect(await later).toBe('done');
  expect((await ledger.tasks(T0)).map((task) => task.name)).toEqual(['sync']);
  expect(opens()).toBe(1);
  expect(clock.pendingTimers).toBe(0);
});

test('F-P10: a transaction that never answers fails its step after a limit, and the next step opens anew', async () => {
  await ledger.register('sync', OPTIONS, T0);
  const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (this: IDBObjectStore) {
    // Keeps the transaction alive and answers nothing.
    const again = (): void => void (this.get('none').onsuccess = again);
    again();
    return {} as IDBRequest<unknown[]>;
  });
  const step = outcome(ledger.tasks(T0));
  await settle();
  await clock.advance(30_000);
  expect(await step).toMatch(/^STORAGE_FAILED: .*has not answered.*30 s/);
  getAll.mockRestore();
  expect(await ledger.tasks(T0)).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);
});

test('F-P10: a connection that the browser lost is retried once on a new one', async () => {
  await ledger.register('sync', OPTIONS, T0);
  const lost = new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError');
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
    throw lost;
  });
  const opens = vi.spyOn(indexedDB, 'open');
  expect(await ledger.tasks(T0)).toHaveLength(1);
  expect(opens).toHaveBeenCalledTimes(1);
  begin.mockImplementation(() => {
    throw lost;
  });
  expect(await outcome(ledger.tasks(T0))).toMatch(/^STORAGE_FAILED: .*Connection to Indexed Database server lost.*reload the page/);
  begin.mockRestore();
  expect(await ledger.tasks(T0)).toHaveLength(1);
});

test('F-P10: errors are told apart by their names, in whatever words the browser puts them', async () => {
  const failing = async (name: string): Promise<string> => {
    const spy = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Versuch es spaeter', name);
    });
    const text = await outcome(ledger.tasks(T0));
    spy.mockRestore();
    return text;
  };
  expect(await failing('VersionError')).toMatch(/^STORAGE_NEWER: .*reload the page/);
  expect(await failing('QuotaExceededError')).toMatch(/^STORAGE_FAILED: .*free disk space/);
  expect(await failing('SecurityError')).toMatch(/^STORAGE_FAILED: .*allow site data/);
  expect(await failing('SecurityError')).not.toContain('disk');
  expect(await failing('UnknownError')).not.toContain('disk');
});
