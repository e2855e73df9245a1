import type { Clock } from '../../runner/ports.js';

export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Without randomUUID, which a plain-http dev host on a LAN and older browsers lack. */
export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
