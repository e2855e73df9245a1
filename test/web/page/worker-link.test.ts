import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SyncRegistration } from '../../../src/web/shared/sync-api.js';
import { createWorkerLink } from '../../../src/web/page/worker-link.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

const SCOPE = 'http://localhost/__background-task__/';

let clock: FakeClock;
let register: (registration: SyncRegistration) => void;
let refuse: (error: unknown) => void;
let registered: unknown[];

beforeEach(() => {
  clock = new FakeClock();
  registered = [];
  vi.stubGlobal('document', { querySelector: () => null, baseURI: 'http://localhost/' });
  vi.stubGlobal('navigator', {
    serviceWorker: {
      register: (url: unknown) =>
        new Promise((resolve, reject) => {
          registered.push(url);
          register = resolve;
          refuse = reject;
        }),
      getRegistration: async () => undefined,
    },
  });
});

afterEach(() => vi.unstubAllGlobals());

/** A worker that answers a ping at once, or hears nothing. */
function registration(answer: object | null = { taskNames: [] }): SyncRegistration {
  const active = Object.assign(new EventTarget(), {
    state: 'activated',
    scriptURL: 'http://localhost/background-task-sw.js',
    postMessage: (_request: unknown, [port]: readonly MessagePort[]) => answer !== null && port?.postMessage(answer),
  });
  return { active, scope: SCOPE, update: async () => undefined } as unknown as SyncRegistration;
}

test('a worker whose script does not come in time is none for now, and is found once it has come', async () => {
  const link = createWorkerLink(clock, 'http://localhost/');
  let found: SyncRegistration | null | undefined;
  void link.find().then((one) => (found = one));
  await clock.advance(19_999);
  expect(found).toBeUndefined();
  await clock.advance(1);
  expect(found).toBeNull();
  const late = registration();
  register(late);
  await settle();
  const again = link.find();
  register(late);
  expect(await again).toBe(late);
  expect(clock.pendingTimers).toBe(0);
});

test('a worker that cannot be registered is none until it is looked for anew', async () => {
  const link = createWorkerLink(clock, 'http://localhost/');
  const found = link.find();
  await settle();
  refuse(new TypeError('404'));
  expect(await found).toBeNull();
  expect(await link.find()).toBeNull();
  link.forget();
  const again = link.find();
  await settle();
  register(registration());
  expect(await again).not.toBeNull();
  expect(clock.pendingTimers).toBe(0);
});

test('F-N04: a worker that does not listen is none within 5 s, and the status can say so', async () => {
  const link = createWorkerLink(clock, 'http://localhost/');
  let found: SyncRegistration | null | undefined;
  void link.find().then((one) => (found = one));
  await settle();
  register(registration(null));
  await clock.advance(4999);
  expect(found).toBeUndefined();
  await clock.advance(1);
  expect(found).toBeNull();
  expect(link.failure()).toMatchObject({ code: 'WORKER_SILENT', message: expect.stringContaining('background-task-sw.js') as string });
  expect(clock.pendingTimers).toBe(0);
});

test('F-N04: the path of a closed app asks a worker that does not listen nothing, and answers after one limit', async () => {
  const link = createWorkerLink(clock, 'http://localhost/');
  let answer: unknown;
  void link.request({ kind: 'test' }, 150_000).then((one) => (answer = one));
  await settle();
  register(registration(null));
  await clock.advance(5000);
  expect(answer).toBeNull();
});

test('F-P17: what the browser said of a worker that it refused is kept, with the advice that fits', async () => {
  const link = createWorkerLink(clock, 'http://localhost/');
  const failure = async (error: unknown): Promise<unknown> => {
    link.forget();
    const found = link.find();
    await settle();
    refuse(error);
    expect(await found).toBeNull();
    return link.failure();
  };
  const refused = await failure(new TypeError("This document requires 'TrustedScriptURL' assignment."));
  expect(refused).toMatchObject({ code: 'WORKER_NOT_REGISTERED' });
  expect((refused as { message: string }).message).toContain("This document requires 'TrustedScriptURL' assignment.");
  expect((refused as { message: string }).message).toContain('trusted-types capgo-background-task');
  expect((refused as { message: string }).message).not.toContain('Vite');
  const missing = await failure(new TypeError('A bad HTTP response code (404) was received when fetching the script.'));
  expect(missing).toMatchObject({ code: 'WORKER_MISSING', message: expect.stringContaining('(404)') as string });
});

test('F-P17: the address of the worker goes through a named Trusted Types policy that makes nothing else', async () => {
  const policies: string[] = [];
  let rules: { createScriptURL(url: string): string } | undefined;
  vi.stubGlobal('trustedTypes', {
    createPolicy: (name: string, given: typeof rules) => {
      policies.push(name);
      rules = given;
      return { createScriptURL: (url: string) => ({ trusted: given?.createScriptURL(url) }) };
    },
  });
  const link = createWorkerLink(clock, 'http://localhost/one/');
  void link.find();
  await settle();
  expect(policies).toEqual(['capgo-background-task']);
  expect(registered).toEqual([{ trusted: 'http://localhost/one/background-task-sw.js' }]);
  expect(() => rules?.createScriptURL('http://localhost/other.js')).toThrow(TypeError);
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('@capgo/capacitor-background-task:trusted-types-policy:1')];
});

test('F-P26: whoever watches is told when the worker had gone and was registered anew', async () => {
  const link = createWorkerLink(clock, 'http://localhost/');
  let told = 0;
  link.onReplaced(() => void told++);
  const first = link.find();
  await settle();
  const gone = registration();
  register(gone);
  await first;
  Object.assign(gone.active ?? {}, { state: 'redundant' });
  const again = link.find();
  await settle();
  expect(told).toBe(0);
  register(registration());
  expect(await again).not.toBeNull();
  expect(told).toBe(1);
});

test("F-P09: an own worker that serves another app's base is none for this page, and the status says so", async () => {
  const link = createWorkerLink(clock, 'http://localhost/');
  const found = link.find();
  await settle();
  register(registration({ taskNames: [], base: 'http://localhost/two/' }));
  expect(await found).toBeNull();
  expect(link.failure()).toMatchObject({ code: 'WORKER_ELSEWHERE' });
});
