import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { networkConditions } from '../../../src/web/shared/conditions.js';
import { forgetReach } from '../../../src/web/shared/network.js';

let online: boolean;
let reaches: boolean;
let asked: [url: unknown, init: RequestInit | undefined][];

beforeEach(() => {
  online = true;
  reaches = true;
  asked = [];
  forgetReach();
  vi.stubGlobal('navigator', {
    get onLine() {
      return online;
    },
  });
  vi.stubGlobal('fetch', async (url: unknown, init?: RequestInit) => {
    asked.push([url, init]);
    if (!reaches) throw new TypeError('Failed to fetch');
    return new Response();
  });
});

afterEach(() => vi.unstubAllGlobals());

test('F-P11: a browser that says it is offline is not believed while the server of the app answers', async () => {
  online = false;
  expect(await networkConditions()).toMatchObject({ requiresNetwork: true });
  expect(asked[0]).toMatchObject(['background-task-sw.js', { method: 'HEAD', cache: 'no-store' }]);
});

test('F-P11: a browser that is offline blocks, and the server is asked once for many tasks and looks', async () => {
  online = false;
  reaches = false;
  const looks = await Promise.all([networkConditions(), networkConditions(), networkConditions()]);
  expect(looks.map((one) => one.requiresNetwork)).toEqual([false, false, false]);
  expect(asked).toHaveLength(1);
});

test('F-P11: nothing is asked while the browser says that it is online', async () => {
  expect(await networkConditions()).toMatchObject({ requiresNetwork: true });
  expect(asked).toEqual([]);
});

test.each([
  [{ saveData: true, type: 'wifi' }, false],
  [{ saveData: true }, false],
  [{ saveData: false, type: 'wifi' }, true],
  [{ type: 'ethernet' }, true],
  [{ type: 'cellular' }, false],
  [{}, null],
])(
  'F-P19: of the connection %j a task that wants an unmetered network hears %s: a data saver counts as metered',
  async (connection, expected) => {
    vi.stubGlobal('navigator', { onLine: true, connection });
    expect(await networkConditions()).toEqual({ requiresNetwork: true, requiresUnmeteredNetwork: expected });
  },
);
