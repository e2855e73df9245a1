import { afterEach, expect, test, vi } from 'vitest';
import { browserClock } from '../../src/web/shared/clock.js';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** As zone.js has it: a timer belongs to the zone in which it was started. */
function stubZones() {
  let current = 'angular';
  const started: string[] = [];
  const setTimer = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (...call: Parameters<typeof setTimeout>) => {
    started.push(current);
    return setTimer(...call);
  });
  const run = <T>(call: () => T): T => {
    const before = current;
    current = 'root';
    try {
      return call();
    } finally {
      current = before;
    }
  };
  vi.stubGlobal('Zone', { root: { run } });
  return started;
}

test("F-P20: the package's timers belong to no zone of Angular, so that they do not keep the app unstable", () => {
  const started = stubZones();
  const cancel = browserClock.after(60_000, () => undefined);
  cancel();
  expect(started).toEqual(['root']);
});

test('without zone.js, and beside something else of that name, a timer is a timer', async () => {
  for (const zone of [undefined, {}]) {
    vi.stubGlobal('Zone', zone);
    expect(await new Promise<string>((resolve) => void browserClock.after(0, () => resolve('rang')))).toBe('rang');
  }
});
