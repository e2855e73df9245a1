import { beforeEach, expect, test } from 'vitest';
import type { SyncRegistration } from '../../../src/web/shared/sync-api.js';
import { createLedger } from '../../../src/web/ledger/index.js';
import { createMemoryStore } from '../../../src/web/ledger/memory-store.js';
import type { TaskPlatform } from '../../../src/core/platform.js';
import { createKeptRegistrations } from '../../../src/web/shared/kept-registrations.js';
import { createRegistrations } from '../../../src/web/page/registrations.js';
import type { RegistrationsPorts } from '../../../src/web/page/registrations.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { newId } from '../rig.js';
import { TASK_OPTIONS } from '../../support/task-options.js';

const MINUTE = 60_000;
const never = (): Promise<never> => new Promise(() => undefined);

let clock: FakeClock;
let failures: string[];
let warnings: string[];
let ticks: number;
/** Long ago, but where a test is about the start of the page. */
let startedAt: number;
/** What the browser was asked for, in order. */
let calls: string[];
let replaced: () => void;
let seen: () => void;

beforeEach(() => {
  clock = new FakeClock();
  failures = [];
  warnings = [];
  ticks = 0;
  startedAt = clock.now() - MINUTE;
  calls = [];
});

type Api = Pick<TaskPlatform, 'registerTask' | 'unregisterTask' | 'unregisterAllTasks' | 'getTask'>;

/** The registrations of a page in a browser whose periodic sync behaves as given. */
function registrationsWith(
  periodicSync: Partial<NonNullable<SyncRegistration['periodicSync']>>,
  changes: Partial<RegistrationsPorts['ledger']> = {},
): Api {
  const store = createMemoryStore();
  const registration = {
    periodicSync: {
      getTags: async () => [],
      register: async () => void calls.push('ask'),
      unregister: async () => void calls.push('take back'),
      ...periodicSync,
    },
    unregister: async () => (calls.push('worker gone'), true),
  } as unknown as SyncRegistration;
  const found = async (): Promise<SyncRegistration> => registration;
  return createRegistrations({
    store,
    ledger: { ...createLedger(store, { newId }), ...changes },
    broker: { tell: () => undefined, settled: () => true },
    link: {
      find: found,
      known: found,
      current: found,
      forget: () => undefined,
      failure: () => null,
      onReplaced: (call: () => void) => (replaced = call),
      request: async () => null,
    },
    scheduler: { rearm: () => undefined, tick: () => void ticks++ },
    clock,
    kept: createKeptRegistrations(clock, () => startedAt, { warn: (message) => void warnings.push(message) }),
    onSeen: (call: () => void) => (seen = call),
    onFailure: (error: unknown) => void failures.push(String(error)),
  } as unknown as RegistrationsPorts);
}

/** Whether it has resolved, and how often `onFailure` was told. */
async function ended(work: Promise<unknown>, withinMs: number): Promise<boolean> {
  let done = false;
  void work.then(() => (done = true));
  await clock.advance(withinMs);
  await settle();
  return done;
}

test('a browser whose periodic sync does not answer keeps no registration waiting, this one or the next', async () => {
  const { registerTask, unregisterTask } = registrationsWith({ register: never });
  expect(await ended(registerTask({ name: 'a', options: TASK_OPTIONS }), MINUTE)).toBe(true);
  expect(failures).toEqual([expect.stringContaining('was not answered')]);
  expect(await ended(registerTask({ name: 'b', options: TASK_OPTIONS }), MINUTE)).toBe(true);
  expect(await ended(unregisterTask({ name: 'b' }), MINUTE)).toBe(true);
  expect(failures).toHaveLength(3);
});

test('logging out does not wait for ever for a browser that does not answer', async () => {
  const { registerTask, unregisterAllTasks } = registrationsWith({ unregister: never });
  await registerTask({ name: 'a', options: TASK_OPTIONS });
  expect(await ended(unregisterAllTasks(), MINUTE)).toBe(true);
  expect(failures).toHaveLength(1);
});

test('a task that was unregistered is not called registered because the wake-ups could not be asked for', async () => {
  let reads = 0;
  const { registerTask, unregisterTask } = registrationsWith(
    {},
    { tasks: async () => (++reads > 1 ? Promise.reject(new Error('storage')) : []) },
  );
  await registerTask({ name: 'a', options: TASK_OPTIONS });
  await unregisterTask({ name: 'a' });
  expect(failures).toEqual(['Error: storage']);
});

test('F-P27: an app that resets at each start keeps its schedule and its periodic sync, and is told once', async () => {
  startedAt = clock.now();
  const asked: string[] = [];
  const registrations = registrationsWith({
    getTags: async () => [],
    register: async () => void asked.push('register'),
    unregister: async () => void asked.push('unregister'),
  });
  const { registerTask, unregisterAllTasks, getTask } = registrations;
  await registerTask({ name: 'a', options: TASK_OPTIONS });
  const { task: before } = await getTask({ name: 'a' });
  asked.length = 0;
  await clock.advance(5000);
  for (let reset = 0; reset < 2; reset++) {
    await unregisterAllTasks();
    expect((await getTask({ name: 'a' })).task).toBe(null);
    expect((await registerTask({ name: 'a', options: TASK_OPTIONS })).change).toBe('unchanged');
  }
  expect((await getTask({ name: 'a' })).task).toEqual(before);
  expect(warnings).toEqual([expect.stringContaining('Registering alone is enough')]);
  expect(ticks).toBe(2);
  await clock.advance(MINUTE);
  expect(asked).not.toContain('unregister');
});

test('F-P27: what the start of the app unregisters and does not register again is gone after ten seconds, with its periodic sync', async () => {
  startedAt = clock.now();
  const asked: string[] = [];
  const { registerTask, unregisterAllTasks, getTask } = registrationsWith({ unregister: async () => void asked.push('unregister') });
  await registerTask({ name: 'a', options: TASK_OPTIONS });
  await unregisterAllTasks();
  await clock.advance(9999);
  expect(asked).toEqual([]);
  await clock.advance(1);
  await settle();
  expect(asked).toEqual(['unregister']);
  const now = clock.now();
  expect((await registerTask({ name: 'a', options: TASK_OPTIONS })).change).toBe('created');
  expect((await getTask({ name: 'a' })).task?.registeredAt).toBe(now);
});

test('F-P27: later than its start a page that unregisters and registers begins the interval anew', async () => {
  const { registerTask, unregisterTask } = registrationsWith({});
  await registerTask({ name: 'a', options: TASK_OPTIONS });
  await unregisterTask({ name: 'a' });
  expect((await registerTask({ name: 'a', options: TASK_OPTIONS })).change).toBe('created');
});

test('F-P15: ten registrations beside a mute browser wait for one limit, not for ten', async () => {
  const { registerTask, unregisterAllTasks } = registrationsWith({ register: never });
  const names = Array.from({ length: 10 }, (_, index) => `task-${index}`);
  const inTurn = (async () => {
    for (const name of names) await registerTask({ name, options: TASK_OPTIONS });
  })();
  expect(await ended(inTurn, MINUTE)).toBe(true);
  expect(await ended(Promise.all(names.map((name) => registerTask({ name: `${name}-b`, options: TASK_OPTIONS }))), MINUTE)).toBe(true);
  expect(await ended(unregisterAllTasks(), MINUTE)).toBe(true);
  expect(clock.pendingTimers).toBe(0);
});

test('F-P15: ten registrations at once ask the browser at most twice', async () => {
  const { registerTask } = registrationsWith({});
  await Promise.all(Array.from({ length: 10 }, (_, index) => registerTask({ name: `task-${index}`, options: TASK_OPTIONS })));
  expect(calls.filter((call) => call === 'ask').length).toBeLessThanOrEqual(2);
});

test('F-P15: a browser that answers after all is asked for what it missed', async () => {
  let answer = (): void => undefined;
  const mute = new Promise<void>((resolve) => (answer = resolve));
  const { registerTask } = registrationsWith({ register: async () => (calls.push('ask'), mute) });
  expect(await ended(registerTask({ name: 'a', options: TASK_OPTIONS }), MINUTE)).toBe(true);
  await registerTask({ name: 'b', options: TASK_OPTIONS });
  expect(calls).toEqual(['ask']);
  answer();
  await settle();
  expect(calls).toEqual(['ask', 'ask']);
  failures = [];
  await registerTask({ name: 'c', options: TASK_OPTIONS });
  expect(failures).toEqual([]);
});

test('F-P15: a log-out that nobody waits for does not take the worker and the wake-ups of the next user away', async () => {
  const { registerTask, unregisterAllTasks } = registrationsWith({});
  await registerTask({ name: 'a', options: TASK_OPTIONS });
  for (let round = 0; round < 5; round++) {
    calls = [];
    const loggingOut = unregisterAllTasks();
    for (let turn = 0; turn < round; turn++) await Promise.resolve();
    await registerTask({ name: 'a', options: TASK_OPTIONS });
    await loggingOut;
    await settle();
    expect(calls.at(-1)).toBe('ask');
  }
  expect(failures).toEqual([]);
});

test.each([
  ['an unchanged registration', ({ registerTask }: Api) => registerTask({ name: 'a', options: TASK_OPTIONS })],
  ['a worker that was registered anew', async () => replaced()],
  ['a page that is seen again', async () => seen()],
])('F-P26: %s asks again for a tag that was lost, and leaves one alone that is there', async (_name, event) => {
  let tags: string[] = [];
  const api = registrationsWith({
    getTags: async () => tags,
    register: async (tag) => {
      calls.push('ask');
      tags = [tag];
    },
  });
  await api.registerTask({ name: 'a', options: TASK_OPTIONS });
  await event(api);
  await settle();
  expect(calls).toEqual(['ask']);
  tags = [];
  await event(api);
  await settle();
  expect(calls).toEqual(['ask', 'ask']);
});
