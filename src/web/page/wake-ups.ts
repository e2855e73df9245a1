import type { Notice } from '../../core/platform.js';
import { BackgroundTaskError } from '../../errors.js';
import { withLimit } from '../../runner/timed.js';
import { askForPeriodicSync, dropPeriodicSync } from './periodic-sync.js';
import type { PeriodicSyncPorts } from './periodic-sync.js';

/** Longer than a worker takes to be registered and to start. */
const BROWSER_LIMIT_MS = 45_000;

export interface WakeUpsWanted {
  /** Intervals may have changed: the browser is told even if it has the tag already. */
  readonly changed: boolean;
  /** When no task is left the build's worker goes too. An app's own worker is left alone. */
  readonly withWorker?: boolean;
}

/**
 * Brings what the browser knows (the worker and its periodic sync) into agreement with the ledger: asks for wake-ups while tasks are registered, takes
 * them back when none is. Resolves with what keeps tasks from running while all pages are closed.
 */
export type AgreeWithBrowser = (wanted: WakeUpsWanted) => Promise<Notice[]>;

interface Ask {
  changed: boolean;
  withWorker: boolean;
  readonly notices: Promise<Notice[]>;
}

/**
 * Talks to the browser in turn, and each turn looks into the ledger anew: what comes late does not take back what came after it. All that is asked while a
 * turn is under way shares the next one; a browser that does not answer costs its callers one limit together, not one each.
 */
export function createWakeUps(ports: PeriodicSyncPorts): AgreeWithBrowser {
  const { ledger, link, clock } = ports;
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Ask | null = null;
  let isMute = false;

  const unregisterWorker = async (): Promise<void> => {
    await (await link.known())?.unregister();
    link.forget();
  };

  const agree = async (changed: boolean, withWorker: boolean): Promise<Notice[]> => {
    const [tasks, heads] = await Promise.all([ledger.tasks(clock.now()), ledger.queueHeads(clock.now())]);
    if (tasks.length + heads.length > 0) return askForPeriodicSync(link, tasks, changed);
    if (changed) await Promise.all([dropPeriodicSync(link), withWorker ? unregisterWorker() : undefined]);
    return [];
  };

  const queued = (): Ask => {
    const begin = (): Promise<Notice[]> => {
      next = null;
      underWay = ask.notices.catch(() => undefined).then(() => (isMute = false));
      return agree(ask.changed, ask.withWorker);
    };
    const ask: Ask = { changed: false, withWorker: false, notices: underWay.then(begin) };
    return ask;
  };

  return async ({ changed, withWorker = false }) => {
    const ask = (next ??= queued());
    ask.changed ||= changed;
    ask.withWorker ||= withWorker;
    // The turn is done when the browser answers after all; nobody waits for that a second time.
    if (isMute) throw new BackgroundTaskError('NO_ANSWER', 'The browser has not answered an earlier request for Periodic Background Sync.');
    try {
      return await withLimit(clock, 'Periodic Background Sync', () => ask.notices, undefined, BROWSER_LIMIT_MS);
    } catch (error: unknown) {
      if (error instanceof BackgroundTaskError && error.code === 'NO_ANSWER') isMute = true;
      throw error;
    }
  };
}
