import { beforeEach, expect, test } from 'vitest';
import type { SyncRegistration } from '../../../src/web/shared/sync-api.js';
import { createLedger } from '../../../src/web/ledger/index.js';
import { createMemoryStore } from '../../../src/web/ledger/memory-store.js';
import type { TaskPlatform } from '../../../src/core/platform.js';
import { createRegistrations } from '../../../src/web/page/registrations.js';
import type { RegistrationsPorts } from '../../../src/web/page/registrations.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { newId } from '../rig.js';
import { TASK_OPTIONS } from '../../support/task-options.js';

const MINUTE = 60_000;
const never = (): Promise<never> => new Promise(() => undefined);

let clock: FakeClock;
let failures: string[];

beforeEach(() => {
  clock = new FakeClock();
  failures = [];
});

/** The registrations of a page in a browser whose periodic sync behaves as given. */
function registrationsWith(
  periodicSync: Partial<NonNullable<SyncRegistration['periodicSync']>>,
  changes: Partial<RegistrationsPorts['ledger']> = {},
): Pick<TaskPlatform, 'registerTask' | 'unregisterTask' | 'unregisterAllTasks'> {
  const store = createMemoryStore();
  const registration = {
    periodicSync: { getTags: async () => [], register: async () => undefined, unregister: async () => undefined, ...periodicSync },
    unregister: async () => true,
  } as unknown as SyncRegistration;
  const found = async (): Promise<SyncRegistration> => registration;
  return createRegistrations({
    store,
    ledger: { ...createLedger(store, { newId }), ...changes },
    broker: { tell: () => undefined, settled: () => true },
    link: { find: found, known: found, current: found, forget: () => undefined, request: async () => null },
    scheduler: { rearm: () => undefined },
    clock,
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
