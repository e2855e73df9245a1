import type { Registrations } from './registrations.js';

const METHODS = [
  'renew',
  'triggerTasks',
  'registerTask',
  'unregisterTask',
  'unregisterAllTasks',
  'getTasks',
  'getTask',
  'getRuns',
  'enqueueTask',
  'cancelEnqueued',
  'getEnqueued',
  'getStatus',
] as const satisfies readonly (keyof Registrations)[];

/** What `load` brings, loaded at the first call of one of its methods. A load that failed is tried again. */
export function lateRegistrations(load: () => Promise<Registrations>): Registrations {
  let loading: Promise<Registrations> | null = null;
  const loaded = (): Promise<Registrations> =>
    (loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    }));
  const late =
    (method: keyof Registrations) =>
    async (...args: never[]): Promise<unknown> =>
      ((await loaded())[method] as (...args: never[]) => Promise<unknown>)(...args);
  return Object.fromEntries(METHODS.map((method) => [method, late(method)])) as unknown as Registrations;
}
