import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';

// The page stays for the whole file: what it started goes on after the test.
const page = Object.assign(new EventTarget(), { visibilityState: 'visible', querySelector: () => null, baseURI: 'http://localhost/' });
const channels: string[] = [];

vi.stubGlobal('window', globalThis);
vi.stubGlobal('document', page);
vi.stubGlobal('location', { origin: 'http://localhost' });
vi.stubGlobal('addEventListener', () => undefined);
vi.stubGlobal('navigator', { onLine: true });
vi.stubGlobal(
  'BroadcastChannel',
  class extends EventTarget {
    constructor(name: string) {
      super();
      channels.push(name);
    }
    postMessage = () => undefined;
    close = () => undefined;
  },
);

it('F-N01: a page that defines, registers and triggers in its first tick makes one web platform', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { BackgroundTask } = await import('../../src/index.js');
  const runtimes: string[] = [];
  BackgroundTask.defineTask('early', ({ runtime }) => void runtimes.push(runtime));
  const registered = BackgroundTask.registerTaskAsync('early');
  const triggered = BackgroundTask.triggerTaskWorkerForTestingAsync();
  const listed = BackgroundTask.getRegisteredTasksAsync();
  await registered;
  expect(await triggered).toBe(true);
  expect(await listed).toEqual(['early']);
  expect(channels).toHaveLength(1);
  expect(runtimes).toEqual(['page']);
  warn.mockRestore();
});
