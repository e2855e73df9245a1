import { NO_CONSTRAINTS, TASK_OPTIONS } from '../../support/task-options.js';
import type { EnqueueTaskRequest } from '../../../src/core/platform.js';
import type { OpenRun, TaskOptions } from '../../../src/core/records.js';
import type { Conditions } from '../../../src/core/wake-selection.js';
import type { Ledger, WakeAndClaimRequest, WakeRequest } from '../../../src/web/ledger/ledger.js';
import type { Table } from '../../../src/web/ledger/store.js';

/** Fresh storage, seen from outside as well. */
export interface Fixture {
  /** Each call is a connection of its own to the same storage. */
  open(): Ledger;
  /** Puts anything into a table, behind the ledger's back. `key` only for the tables that count up. */
  plant(table: Table, value: unknown, key?: IDBValidKey): Promise<void>;
  rows(table: Table): Promise<unknown[]>;
  end(): Promise<void>;
}

export type CreateFixture = () => Promise<Fixture>;

export const T0 = 1_700_000_000_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DUE = T0 + 30 * MINUTE;
/** The grace of the web. */
export const GRACE_MS = 2000;

export const OPTIONS: TaskOptions = { ...TASK_OPTIONS, minimumIntervalMs: 30 * MINUTE, requiresNetwork: true };

export const MET: Conditions = {
  requiresNetwork: true,
  requiresUnmeteredNetwork: true,
  requiresCharging: true,
  requiresBatteryNotLow: true,
  requiresStorageNotLow: true,
  requiresDeviceIdle: true,
};

let ids = 0;
export const newId = (): string => `id-${++ids}`;

export function wakeAt(now: number, change: Partial<WakeRequest> = {}): WakeRequest {
  return { trigger: 'timer', now, deadline: null, conditions: MET, named: [], ...change };
}

export function ownWakeAt(now: number, named: readonly string[], limit = 4, change: Partial<WakeRequest> = {}): WakeAndClaimRequest {
  return {
    ...wakeAt(now, { trigger: 'periodic-sync', deadline: now + 150_000, named, ...change }),
    claim: { runtimeId: 'worker', runtime: 'service-worker', limit, limitMs: 150_000 },
  };
}

export function claimBy(runtimeId: string, run: OpenRun, now: number): Parameters<Ledger['claim']>[1] {
  return { taskId: run.id, runtimeId, runtime: 'page', now, token: `${runtimeId}/${newId()}`, limitMs: 10 * MINUTE };
}

/** Tasks that came due at `DUE`. */
export async function withTasks(fixture: Fixture, ...names: readonly string[]): Promise<Ledger> {
  const ledger = fixture.open();
  for (const name of names) await ledger.register(name, OPTIONS, T0);
  return ledger;
}

export function itemRequest(taskName: string, id: string, change: Partial<EnqueueTaskRequest> = {}): EnqueueTaskRequest {
  const constraints = { ...NO_CONSTRAINTS, requiresNetwork: true };
  return { taskName, id, existing: 'replace', data: null, initialDelayMs: 0, constraints, maximumRetries: 3, timeLimitMs: null, ...change };
}
