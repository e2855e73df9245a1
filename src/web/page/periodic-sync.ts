import { DEFAULT_INTERVAL_MINUTES } from '../../core/constants.js';
import type { Notice } from '../../core/platform.js';
import type { TaskRecord } from '../../core/records.js';
import { SYNC_TAG } from '../shared/names.js';
import { periodicSyncPermission } from '../shared/sync-api.js';
import type { WakeLedger } from '../ledger/ledger.js';
import type { Clock } from '../../runner/ports.js';
import { WORKER_MISSING } from './worker-failure.js';
import { PING_LIMIT_MS } from './worker-link.js';
import type { WorkerLink } from './worker-link.js';

export interface PeriodicSyncPorts {
  readonly ledger: WakeLedger;
  readonly link: WorkerLink;
  readonly clock: Clock;
}

/**
 * Asks the browser to wake the worker, with one tag for all tasks and the shortest of their intervals. Returns what keeps tasks from running while all
 * pages are closed.
 */
export async function askForPeriodicSync(link: WorkerLink, tasks: readonly TaskRecord[], changed: boolean): Promise<Notice[]> {
  const registration = await link.find();
  if (registration === null) {
    const { code, message } = link.failure() ?? WORKER_MISSING;
    return [notice(code, message)];
  }
  const manager = registration.periodicSync;
  if (manager === undefined) return [notice('PERIODIC_SYNC_UNSUPPORTED', 'this browser has no Periodic Background Sync')];
  try {
    // Registering again is for changed intervals only: a start of the app must not touch the browser's countdown.
    if (!changed && (await manager.getTags()).includes(SYNC_TAG)) return [];
    await manager.register(SYNC_TAG, { minInterval: shortestInterval(tasks) });
    return [];
  } catch (error: unknown) {
    const permission = await periodicSyncPermission();
    const why =
      permission === 'granted'
        ? `the browser refused it (${String(error)})`
        : `its permission is "${permission}" (Chromium gives it to installed apps)`;
    return [notice('PERIODIC_SYNC_NOT_PERMITTED', why)];
  }
}

/** Returns the shortest interval of the tasks. Where only items wait, it is the default: this event is merely their last chance, after Background Sync. */
function shortestInterval(tasks: readonly TaskRecord[]): number {
  return Math.min(...(tasks.length > 0 ? tasks.map((task) => task.options.minimumIntervalMs) : [DEFAULT_INTERVAL_MINUTES * 60_000]));
}

/** Asks the worker for the names that it defines: a task that is not among them runs in pages only. */
export async function missingInWorker(link: WorkerLink, taskName: string): Promise<Notice[]> {
  const answer = await link.request({ kind: 'ping' }, PING_LIMIT_MS);
  if (answer === null || answer.taskNames.includes(taskName)) return [];
  return [notice('TASK_NOT_IN_WORKER', `the worker does not define "${taskName}": move its defineTask into the tasks module`)];
}

export async function dropPeriodicSync(link: WorkerLink): Promise<void> {
  const registration = await link.current();
  await registration?.periodicSync?.unregister(SYNC_TAG).catch(() => undefined);
}

function notice(code: string, why: string): Notice {
  return {
    code,
    message: `Tasks run while a page is open, and at the next visit, but not while all are closed: ${why.replace(/\.$/, '')}.`,
  };
}
