import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SyncRegistration } from '../../../src/web/shared/sync-api.js';
import { createWorkerLink } from '../../../src/web/page/worker-link.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

const SCOPE = 'http://localhost/__background-task__/';

let clock: FakeClock;
let register: (registration: SyncRegistration) => void;
let refuse: (error: unknown) => void;

beforeEach(() => {
  clock = new FakeClock();
  vi.stubGlobal('document', { querySelector: () => null, baseURI: 'http://localhost/' });
  vi.stubGlobal('navigator', {
    serviceWorker: {
      register: () =>
        new Promise((resolve, reject) => {
          register = resolve;
          refuse = reject;
        }),
      getRegistration: async () => undefined,
    },
  });
});

afterEach(() => vi.unstubAllGlobals());

function registration(): SyncRegistration {
  const active = Object.assign(new EventTarget(), { state: 'activated' });
  return { active, scope: SCOPE, update: async () => undefined } as unknown as SyncRegistration;
}

test('a worker whose script does not come in time is none for now, and is found once it has come', async () => {
  const link = createWorkerLink(clock);
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
  const link = createWorkerLink(clock);
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
