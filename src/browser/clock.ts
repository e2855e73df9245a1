import type { Clock } from '../runner/ports.js';

/** Longer delays fire at once in browsers (32-bit milliseconds). */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, Math.min(delayMs, LONGEST_DELAY_MS));
    return () => clearTimeout(timer);
  },
};

export function newId(): string {
  // randomUUID wants a secure context; a plain-http dev host on a LAN has none.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
