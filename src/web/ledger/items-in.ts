import { decodeItem } from '../../core/decode.js';
import { afterItemNamed, clampItemToNow, settleItemRun } from '../../core/queue.js';
import type { Constraints, OpenRun, QueuedItem, RunError, SettledRun } from '../../core/records.js';
import type { BackgroundTaskOutcome } from '../../definitions.js';
import { setAsideItem } from './records-in.js';
import type { StoreTransaction } from './store.js';

// The steps on items within a transaction. No more of them is read than a step needs.

const BITS: readonly (keyof Constraints)[] = [
  'requiresNetwork',
  'requiresUnmeteredNetwork',
  'requiresCharging',
  'requiresBatteryNotLow',
  'requiresStorageNotLow',
  'requiresDeviceIdle',
];

/** The constraints as one number: items of a task with equal ones are opened in the order of their times. */
export function setOf(constraints: Constraints): number {
  return BITS.reduce((set, name, bit) => set | (constraints[name] ? 1 << bit : 0), 0);
}

export function constraintsOf(set: number): Constraints {
  return Object.fromEntries(BITS.map((name, bit) => [name, (set & (1 << bit)) !== 0])) as unknown as Constraints;
}

/** Returns null for an item that is absent, of a later version, or corrupt. */
export async function readItem(step: StoreTransaction, sequence: number): Promise<QueuedItem | null> {
  const decoded = decodeItem(await step.item(sequence));
  return decoded.kind === 'ok' ? decoded.value : null;
}

export function putItem(step: StoreTransaction, item: QueuedItem): void {
  step.putItem({ ...item, set: setOf(item.constraints) });
}

/** A run that is for an item. */
export type ItemRun = OpenRun & { readonly item: NonNullable<OpenRun['item']> };

export function isItemRun(run: OpenRun | null): run is ItemRun {
  return run?.item != null;
}

/** Settles an item's run: what becomes of the item is written, and the run is not open any more. */
export async function settleItemIn(
  step: StoreTransaction,
  run: ItemRun,
  outcome: BackgroundTaskOutcome,
  error: RunError | null,
  now: number,
  backoffFrom: number,
): Promise<SettledRun> {
  const { sequence, id } = run.item;
  const stored = await readItem(step, sequence);
  const isReplaced = (await step.sequences('id', [run.taskName, id])).some((other) => other > sequence);
  const { item, settled } = settleItemRun(stored && clampItemToNow(stored, now), isReplaced, run, outcome, error, now, backoffFrom);
  step.delete('openRuns', run.taskName);
  if (item === null) step.deleteItem(sequence);
  else putItem(step, item);
  return settled;
}

/** Takes back times that a changed clock left in the future; and a runtime has named these tasks: their items wait for it no longer. Says whether it wrote. */
export async function freshenItems(step: StoreTransaction, now: number, taskNames: readonly string[]): Promise<boolean> {
  let hasWritten = false;
  const [ahead, waiting] = await Promise.all([step.sequences('scheduled', [], now + 1), step.sequences('undefined', [])]);
  for (const sequence of new Set([...ahead, ...waiting])) {
    const stored = await readItem(step, sequence);
    if (stored === null) continue;
    const clamped = clampItemToNow(stored, now);
    const item = taskNames.includes(stored.taskName) ? afterItemNamed(clamped) : clamped;
    if (item === stored) continue;
    putItem(step, item);
    hasWritten = true;
  }
  return hasWritten;
}

/** The first entry of the queue for each task and set of constraints. */
export interface QueueHead {
  readonly taskName: string;
  readonly set: number;
  readonly eligibleAt: number;
  readonly sequence: number;
}

export async function queueHeads(step: StoreTransaction): Promise<QueueHead[]> {
  const heads: QueueHead[] = [];
  let entry = await step.seek('time', []);
  while (entry !== null) {
    const { key, sequence } = entry;
    const [taskName, set, eligibleAt] = key as [string, number, number];
    heads.push({ taskName, set, eligibleAt, sequence });
    entry = await step.seek('time', [taskName, set], true);
  }
  return heads;
}

/** Reads the longest eligible item of each task and set of constraints. Corrupt ones are set aside; `newer` tells of records of a later version. */
export async function eligibleItems(
  step: StoreTransaction,
  now: number,
  heads: readonly QueueHead[],
): Promise<{ readonly items: QueuedItem[]; readonly newer: boolean }> {
  const items: QueuedItem[] = [];
  let isCorrupt = false;
  for (const { sequence } of heads.filter(({ eligibleAt }) => eligibleAt <= now)) {
    const raw = await step.item(sequence);
    const decoded = decodeItem(raw);
    if (decoded.kind === 'newer') return { items: [], newer: true };
    if (decoded.kind === 'ok') items.push(decoded.value);
    else {
      await setAsideItem(step, sequence, decoded.reason, raw);
      isCorrupt = true;
    }
  }
  return isCorrupt ? eligibleItems(step, now, await queueHeads(step)) : { items, newer: false };
}
