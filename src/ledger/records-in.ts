import { decodeOpenRun, decodeTask } from '../core/decode.js';
import type { Decoded } from '../core/decode.js';
import type { OpenRun, TaskRecord } from '../core/records.js';
import { KEY_PATHS } from './store.js';
import type { KeyedTable, StoreTransaction } from './store.js';

const KEPT_ASIDE = 20;

/** Null: absent, of a later version, or corrupt (the next wake sets it aside). */
export async function readTask(step: StoreTransaction, name: string): Promise<TaskRecord | null> {
  const decoded = decodeTask(await step.get('tasks', name));
  return decoded.kind === 'ok' ? decoded.value : null;
}

export async function readOpenRun(step: StoreTransaction, taskName: string): Promise<OpenRun | null> {
  const decoded = decodeOpenRun(await step.get('openRuns', taskName));
  return decoded.kind === 'ok' ? decoded.value : null;
}

export interface Records<T> {
  readonly ok: readonly T[];
  /** The keys of those of a later version. */
  readonly newer: readonly IDBValidKey[];
  /** Moves what is corrupt out of the way, to where the report finds it. */
  setAside(): Promise<void>;
}

export function readTasks(step: StoreTransaction): Promise<Records<TaskRecord>> {
  return readAll(step, 'tasks', decodeTask);
}

export function readOpenRuns(step: StoreTransaction): Promise<Records<OpenRun>> {
  return readAll(step, 'openRuns', decodeOpenRun);
}

async function readAll<T>(step: StoreTransaction, table: KeyedTable, decode: (raw: unknown) => Decoded<T>): Promise<Records<T>> {
  const ok: T[] = [];
  const newer: IDBValidKey[] = [];
  const corrupt: { readonly key: IDBValidKey; readonly reason: string; readonly value: unknown }[] = [];
  for (const value of await step.all(table)) {
    const decoded = decode(value);
    const key = (value as Record<string, IDBValidKey>)[KEY_PATHS[table]] as IDBValidKey;
    if (decoded.kind === 'ok') ok.push(decoded.value);
    else if (decoded.kind === 'newer') newer.push(key);
    else corrupt.push({ key, reason: decoded.reason, value });
  }
  const setAside = async (): Promise<void> => {
    for (const { key, reason, value } of corrupt) {
      await step.append('setAside', { key: `${table}/${typeof key === 'string' ? key : JSON.stringify(key)}`, reason, value }, KEPT_ASIDE);
      step.delete(table, key);
    }
  };
  return { ok, newer, setAside };
}

/** Writes those that are not the objects that were read. */
export function putChanged<T extends object>(step: StoreTransaction, table: KeyedTable, stored: Records<T>, now: Iterable<T>): void {
  const unchanged = new Set(stored.ok);
  for (const value of now) if (!unchanged.has(value)) step.put(table, value);
}
