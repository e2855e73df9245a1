import { decodeOpenRun, decodeTask } from '../../core/decode.js';
import type { Decoded } from '../../core/decode.js';
import type { OpenRun, TaskRecord } from '../../core/records.js';
import { KEY_PATHS } from './store.js';
import type { KeyedTable, StoreTransaction } from './store.js';

const KEPT_ASIDE = 20;

interface RecordOf {
  readonly tasks: TaskRecord;
  readonly openRuns: OpenRun;
}

const DECODERS: { readonly [T in KeyedTable]: (raw: unknown) => Decoded<RecordOf[T]> } = { tasks: decodeTask, openRuns: decodeOpenRun };

/** Returns null for a record that is absent, of a later version, or corrupt (the next wake sets it aside). */
export async function readRecord<T extends KeyedTable>(step: StoreTransaction, table: T, key: string): Promise<RecordOf[T] | null> {
  const decoded = DECODERS[table](await step.get(table, key));
  return decoded.kind === 'ok' ? decoded.value : null;
}

export async function setAsideItem(step: StoreTransaction, sequence: number, reason: string, value: unknown): Promise<void> {
  await step.append('setAside', { key: `items/${sequence}`, reason, value }, KEPT_ASIDE);
  step.deleteItem(sequence);
}

export interface Records<T> {
  readonly ok: readonly T[];
  /** The keys of the records that a later version wrote. */
  readonly newer: readonly IDBValidKey[];
  readonly isCorrupt: boolean;
  /** Moves corrupt records into the table `setAside`, from where the status names them. */
  setAside(): Promise<void>;
}

export async function readRecords<T extends KeyedTable>(step: StoreTransaction, table: T): Promise<Records<RecordOf[T]>> {
  const ok: RecordOf[T][] = [];
  const newer: IDBValidKey[] = [];
  const corrupt: { readonly key: IDBValidKey; readonly reason: string; readonly value: unknown }[] = [];
  for (const value of await step.all(table)) {
    const decoded = DECODERS[table](value);
    const key = (value as Record<string, IDBValidKey>)[KEY_PATHS[table]] as IDBValidKey;
    if (decoded.kind === 'ok') ok.push(decoded.value);
    else if (decoded.kind === 'newer') newer.push(key);
    else corrupt.push({ key, reason: decoded.reason, value });
  }
  const setAside = async (): Promise<void> => {
    for (const { key, reason, value } of corrupt) {
      // The cast is for the name in the report only; a corrupt record's key may be of any type.
      await step.append('setAside', { key: `${table}/${key as string}`, reason, value }, KEPT_ASIDE);
      step.delete(table, key);
    }
  };
  return { ok, newer, isCorrupt: corrupt.length > 0, setAside };
}

/** Writes the records that have changed. One that has not is the same object as was read. */
export function putChanged<T extends object>(step: StoreTransaction, table: KeyedTable, stored: Records<T>, now: Iterable<T>): void {
  const unchanged = new Set(stored.ok);
  for (const value of now) if (!unchanged.has(value)) step.put(table, value);
}
