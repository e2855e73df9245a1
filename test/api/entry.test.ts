import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PUBLIC_MEMBERS } from '../../src/api/public-members.js';
import { sharedObjectName } from '../../src/core/artifacts.js';
import { settle } from '../support/fake-clock.js';

const CONNECTION = Symbol.for(sharedObjectName('connection'));

const require = createRequire(import.meta.url);

beforeEach(() => {
  vi.resetModules();
  // Capacitor looks at its surroundings when it is evaluated: each test needs a fresh copy.
  vi.doMock('@capacitor/core', () => {
    Reflect.deleteProperty(require.cache, require.resolve('@capacitor/core'));
    return require('@capacitor/core') as object;
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, CONNECTION);
  Reflect.deleteProperty(globalThis, 'Capacitor');
});

const entries = { index: () => import('../../src/index.js'), 'index.worker': () => import('../../src/index.worker.js') };

describe.each(Object.entries(entries))('src/%s.ts on a server', (_name, load) => {
  it('import and defineTask are inert, asynchronous methods reject UNAVAILABLE, nothing is kept running', async () => {
    const { BackgroundTask, BackgroundTaskError, BackgroundTaskResult, BackgroundTaskStatus } = await load();
    BackgroundTask.defineTask('server-task', () => BackgroundTaskResult.Success);
    const registered = BackgroundTask.registerTaskAsync('server-task', { minimumInterval: 30 });
    await expect(registered).rejects.toBeInstanceOf(BackgroundTaskError);
    await expect(registered).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(registered).rejects.toThrow(/client code \(useEffect, .*\/testing/);
    await expect(BackgroundTask.getStatusAsync()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(BackgroundTask.schedule()).rejects.toBeInstanceOf(BackgroundTaskError);
    expect(BackgroundTask.isHeadless).toBe(false);
    expect(BackgroundTaskStatus.Available).toBe(2);
    expect(Reflect.has(globalThis, CONNECTION)).toBe(false);
  });
});

it('both entries export the same names and the same members', async () => {
  const [page, worker] = await Promise.all([entries.index(), entries['index.worker']()]);
  expect(Object.keys(worker).sort()).toEqual(Object.keys(page).sort());
  expect(Object.keys(page.BackgroundTask).sort()).toEqual([...PUBLIC_MEMBERS].sort());
  expect(Object.keys(worker.BackgroundTask).sort()).toEqual([...PUBLIC_MEMBERS].sort());
  const names = ['BackgroundTask', 'BackgroundTaskError', 'BackgroundTaskResult', 'BackgroundTaskStatus', 'NativeBackgroundTask'];
  expect(Object.keys(page).sort()).toEqual(names);
});

it('the worker entry is headless in a service worker', async () => {
  vi.stubGlobal('ServiceWorkerGlobalScope', class {});
  expect((await entries['index.worker']()).BackgroundTask.isHeadless).toBe(true);
});

it('F-N06: a page that was given the worker’s build is told so', async () => {
  vi.stubGlobal('window', {});
  vi.stubGlobal('document', {});
  vi.stubGlobal('indexedDB', {});
  vi.stubGlobal('location', { origin: 'https://app.example.com' });
  const { BackgroundTask } = await entries['index.worker']();
  const registered = BackgroundTask.registerTaskAsync('sync-notes');
  await expect(registered).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(registered).rejects.toThrow(/registerTaskAsync: this page has the package's build for workers.*resolve\.conditions/);
});

describe('src/index.ts in a native app', () => {
  const methods = ['attach', 'claimRun', 'declineRun', 'finishRun', 'registerTask', 'getTask', 'getStatus'];

  /** As Capacitor's bridge sets the scene before any script of the app. */
  function native({
    plugin = true,
    headless = false,
    answers = {},
  }: { plugin?: boolean; headless?: boolean; answers?: Record<string, unknown> } = {}) {
    const calls: { method: string; options: unknown }[] = [];
    const listeners: { eventName: string; callback: (event: unknown) => void }[] = [];
    const header = {
      name: 'CapgoBackgroundTask',
      methods: [...methods.map((name) => ({ name, rtype: 'promise' })), { name: 'addListener' }, { name: 'removeListener' }],
    };
    vi.stubGlobal('androidBridge', {});
    vi.stubGlobal('navigator', {
      get serviceWorker(): never {
        throw new Error('a service worker was touched on a native platform');
      },
    });
    vi.stubGlobal('Capacitor', {
      PluginHeaders: [...(plugin ? [header] : []), ...(headless ? [{ name: 'CapgoBackgroundTaskHeadless', methods: [] }] : [])],
      nativePromise: async (_plugin: string, method: string, options: unknown) => {
        calls.push({ method, options });
        return answers[method] ?? {};
      },
      nativeCallback: (_plugin: string, method: string, { eventName }: { eventName: string }, callback: (event: unknown) => void) => {
        calls.push({ method: `${method} ${eventName}`, options: null });
        listeners.push({ eventName, callback });
        return `${listeners.length}`;
      },
    });
    return { calls, listeners };
  }

  it('W06: listens, then attaches, runs and finishes over the bridge, and touches no service worker', async () => {
    const { calls, listeners } = native({
      answers: { claimRun: { claimed: true, token: 't', deadline: Date.now() + 60_000 }, finishRun: { accepted: true } },
    });
    const { BackgroundTask } = await entries.index();
    expect(calls).toEqual([]);
    BackgroundTask.defineTask('native-task', () => undefined);
    await vi.waitFor(() => expect(calls.map(({ method }) => method)).toEqual(['addListener run', 'addListener expire', 'attach']));
    expect(calls[2]?.options).toMatchObject({ contractVersion: 2, runtime: 'page' });
    listeners[0]?.callback({ taskId: '1', taskName: 'native-task', trigger: 'work-manager', test: false, attempt: 1, timestamp: 1 });
    await vi.waitFor(() => expect(calls.map(({ method }) => method).slice(3)).toEqual(['claimRun', 'finishRun']));
    expect(calls[4]?.options).toMatchObject({ taskId: '1', token: 't', outcome: 'success' });
  });

  it.each([
    [true, 'headless'],
    [false, 'page'],
  ])('isHeadless is %s where the marker plugin says so, and the runtime is %s', async (headless, runtime) => {
    const { calls } = native({ headless });
    const { BackgroundTask } = await entries.index();
    expect(BackgroundTask.isHeadless).toBe(headless);
    BackgroundTask.defineTask('native-task', () => undefined);
    await vi.waitFor(() => expect(calls.at(-1)?.options).toMatchObject({ runtime }));
  });

  it('A02: clamps for Android before the native side sees the options', async () => {
    const { calls } = native({ answers: { registerTask: { change: 'created' } } });
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { BackgroundTask } = await entries.index();
    BackgroundTask.defineTask('native-task', () => undefined);
    await BackgroundTask.registerTaskAsync('native-task', { minimumInterval: 5 });
    expect(calls.find(({ method }) => method === 'registerTask')?.options).toMatchObject({
      name: 'native-task',
      options: { minimumIntervalMs: 900_000 },
    });
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('a native part without the plugin is PLUGIN_OUTDATED, said once', async () => {
    native({ plugin: false });
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { BackgroundTask } = await entries.index();
    BackgroundTask.defineTask('native-task', () => undefined);
    await expect(BackgroundTask.registerTaskAsync('native-task')).rejects.toMatchObject({ code: 'PLUGIN_OUTDATED' });
    await settle();
    expect(warn.mock.calls.flat().filter((text) => String(text).includes('PLUGIN_OUTDATED'))).toHaveLength(1);
    warn.mockRestore();
  });

  it('two copies of the package share definitions and runner', async () => {
    const { calls } = native();
    const first = await entries.index();
    first.BackgroundTask.defineTask('of-the-first', () => undefined);
    vi.resetModules();
    const second = await entries.index();
    expect(second.BackgroundTask).not.toBe(first.BackgroundTask);
    second.BackgroundTask.defineTask('of-the-second', () => undefined);
    await vi.waitFor(() => {
      const told = calls.filter(({ method }) => method === 'attach').at(-1)?.options as { taskNames: string[] } | undefined;
      expect(told?.taskNames).toEqual(expect.arrayContaining(['of-the-first', 'of-the-second']));
    });
    expect(calls.filter(({ method }) => method === 'addListener run')).toHaveLength(1);
  });
});
