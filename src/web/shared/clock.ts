import { zoneBetween } from '../../core/daily-window.js';
import type { Zone } from '../../core/daily-window.js';
import type { Clock } from '../../runner/ports.js';

/** The part of zone.js that is used here. */
interface ZoneLike {
  readonly root?: { run<T>(call: () => T): T };
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, call) {
    const timer = outsideOfZones(() => setTimeout(call, delayMs));
    return () => clearTimeout(timer);
  },
};

/**
 * Angular waits for every timer that was started in its zone before it calls the app stable: server rendering, the registration of its service worker
 * and tests wait for that. The timers of this package never end, so they belong to no zone.
 */
function outsideOfZones<T>(call: () => T): T {
  const zone = (globalThis as { readonly Zone?: ZoneLike }).Zone;
  return zone?.root === undefined ? call() : zone.root.run(call);
}

const YEAR_MS = 366 * 24 * 3_600_000;

/** Returns the changes of the local clocks around an instant: an interval may be a year long. */
export function browserZone(now: number): Zone {
  return zoneBetween((time) => -60_000 * new Date(time).getTimezoneOffset(), Math.max(0, now - YEAR_MS), now + YEAR_MS);
}

/** Returns a unique id. Without randomUUID, which a plain-http dev host on a LAN and older browsers lack. */
export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
