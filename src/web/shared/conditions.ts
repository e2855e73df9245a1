import type { Conditions } from '../../core/wake-selection.js';
import { hasNetwork } from './network.js';

interface ConnectionLike {
  readonly type?: string;
  readonly saveData?: boolean;
}

/** Reads the conditions that pages and workers know alike. The others are not known, and block no task. */
export async function networkConditions(): Promise<Conditions> {
  return { requiresNetwork: await hasNetwork(), requiresUnmeteredNetwork: unmetered() };
}

export function unmetered(): boolean | null {
  const connection = (navigator as { connection?: ConnectionLike }).connection;
  if (connection?.saveData === true) return false;
  const type = connection?.type ?? '';
  if (['wifi', 'ethernet'].includes(type)) return true;
  return ['cellular', 'bluetooth', 'wimax'].includes(type) ? false : null;
}
