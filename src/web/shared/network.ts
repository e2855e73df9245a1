import { WORKER_FILE } from '../../core/artifacts.js';
import { browserClock } from './clock.js';

const ANSWER_LIMIT_MS = 3000;
/** The page's scheduler and a query beside it share one request. */
const KEPT_MS = 30_000;

let look: { readonly at: number; readonly reached: Promise<boolean> } | null = null;

/**
 * Whether there is a network. `navigator.onLine` is only a hint: on some machines (virtual adapters, VPNs) it stays false while they are online. So when it is
 * false the app's own server is asked; any response will do.
 */
export async function hasNetwork(): Promise<boolean> {
  if (!saysOffline()) return navigator.onLine;
  const now = browserClock.now();
  if (look === null || Math.abs(now - look.at) > KEPT_MS) look = { at: now, reached: reachesServer() };
  return look.reached;
}

/** Returns whether the browser says that it is offline, rightly or not. */
export function saysOffline(): boolean {
  return navigator.onLine === false;
}

/** Makes the next look ask the server again, for tests. */
export function forgetReach(): void {
  look = null;
}

async function reachesServer(): Promise<boolean> {
  try {
    await fetch(WORKER_FILE, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    return true;
  } catch {
    return false;
  }
}
