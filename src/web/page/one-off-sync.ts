import type { Notice } from '../../core/platform.js';
import { withLimit } from '../../runner/timed.js';
import type { Clock } from '../../runner/ports.js';
import { SYNC_TAG } from '../shared/names.js';
import { WORKER_MISSING } from './worker-failure.js';
import type { WorkerLink } from './worker-link.js';

/** Longer than a worker takes to be registered and to start. */
const BROWSER_LIMIT_MS = 45_000;

/**
 * Asks the browser for a `sync` event, network or not: the worker then runs what waits, page or no page. Resolves with what keeps items from running while
 * all pages are closed.
 */
export async function askForSync(link: WorkerLink, clock: Clock): Promise<Notice[]> {
  try {
    return await withLimit(clock, 'Background Sync', () => ask(link), undefined, BROWSER_LIMIT_MS);
  } catch (error: unknown) {
    return [notice('SYNC_NOT_PERMITTED', `the browser refused Background Sync (${String(error)})`)];
  }
}

async function ask(link: WorkerLink): Promise<Notice[]> {
  const registration = await link.find();
  if (registration === null) {
    const { code, message } = link.failure() ?? WORKER_MISSING;
    return [notice(code, message)];
  }
  if (registration.sync === undefined) return [notice('SYNC_UNSUPPORTED', 'this browser has no Background Sync')];
  await registration.sync.register(SYNC_TAG);
  return [];
}

function notice(code: string, why: string): Notice {
  return { code, message: `What was enqueued runs while a page is open, and else at the next visit: ${why.replace(/\.$/, '')}.` };
}
