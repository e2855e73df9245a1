import type { BackgroundTaskOutcome } from '../definitions.js';
import { MAXIMUM_ITEM_INTERRUPTIONS, MAXIMUM_ITEMS, UNDEFINED_ITEM_LIMIT_MS, UNDEFINED_ITEM_RETRY_MS } from './constants.js';
import type { EnqueueTaskRequest } from './platform.js';
import type { OpenRun, QueuedItem, RunError, SettledRun } from './records.js';
import { backoffMs, counted } from './schedule.js';
import { settledRun } from './run-transitions.js';

/** What a step needs of an item of the same task and id. */
export interface KnownItem {
  readonly sequence: number;
  /** True when an open run names this item. */
  readonly running: boolean;
}

export type EnqueueStep =
  | { readonly change: 'kept' }
  | { readonly change: 'full' }
  | {
      readonly change: 'created' | 'replaced';
      readonly put: QueuedItem;
      /** Waiting items of the same id, to be deleted once the new one is stored. */
      readonly remove: readonly number[];
    };

/**
 * Says what enqueueing does. `same` are the items of the same task and id, `count` is the number of all items, `sequence` larger than that of any item and
 * any open run.
 */
export function enqueueItem(
  same: readonly KnownItem[],
  count: number,
  request: EnqueueTaskRequest,
  sequence: number,
  now: number,
): EnqueueStep {
  if (same.length > 0 && request.existing === 'keep') return { change: 'kept' };
  const remove = same.filter((one) => !one.running).map((one) => one.sequence);
  if (count - remove.length >= MAXIMUM_ITEMS) return { change: 'full' };
  return { change: same.length > 0 ? 'replaced' : 'created', put: newItem(request, sequence, now), remove };
}

function newItem(request: EnqueueTaskRequest, sequence: number, now: number): QueuedItem {
  const { taskName, id, data, initialDelayMs, constraints, maximumRetries, timeLimitMs } = request;
  return {
    version: 2,
    sequence,
    taskName,
    id,
    data,
    enqueuedAt: now,
    scheduledAt: now,
    eligibleAt: now + initialDelayMs,
    constraints,
    maximumRetries,
    timeLimitMs,
    attempts: 0,
    failures: 0,
    interruptions: 0,
    backoffCount: 0,
    undefinedSince: null,
  };
}

/** Returns the item as it is after a run of it has settled, or null when it is gone. `replaced` says that a newer item has its id: then it is not tried again. */
export function afterItemRun(item: QueuedItem, outcome: BackgroundTaskOutcome, now: number, replaced: boolean): QueuedItem | null {
  if (replaced) return null;
  const { failures, interruptions, attempts } = item;
  switch (outcome) {
    case 'success':
    case 'cancelled':
      return null;
    case 'failed':
      if (failures >= item.maximumRetries) return null;
      return backedOff({ ...item, attempts: counted(attempts), failures: counted(failures), interruptions: 0 }, now);
    case 'expired':
    case 'lost':
      if (interruptions + 1 >= MAXIMUM_ITEM_INTERRUPTIONS) return null;
      return backedOff({ ...item, attempts: counted(attempts), interruptions: counted(interruptions) }, now);
    case 'not-started':
      return backedOff(item, now);
    case 'undefined': {
      const undefinedSince = item.undefinedSince ?? now;
      if (now - undefinedSince >= UNDEFINED_ITEM_LIMIT_MS) return null;
      return { ...item, undefinedSince, scheduledAt: now, eligibleAt: now + UNDEFINED_ITEM_RETRY_MS };
    }
  }
}

function backedOff(item: QueuedItem, now: number): QueuedItem {
  const backoffCount = counted(item.backoffCount);
  // A runtime had the callback, so the item does not wait for a definition.
  return { ...item, backoffCount, undefinedSince: null, scheduledAt: now, eligibleAt: now + backoffMs(backoffCount) };
}

/** Follows the attaching of a runtime that names the task: an item that waited for it is as eligible as before. Returns the same object when it did not wait. */
export function afterItemNamed(item: QueuedItem): QueuedItem {
  const { undefinedSince } = item;
  return undefinedSince === null ? item : { ...item, undefinedSince: null, scheduledAt: undefinedSince, eligibleAt: undefinedSince };
}

/** Follows a clock that was set back: times in the future become now, and a delay keeps its length. Returns the same object when nothing changes. */
export function clampItemToNow(item: QueuedItem, now: number): QueuedItem {
  const { enqueuedAt, scheduledAt, eligibleAt, undefinedSince } = item;
  if (Math.max(enqueuedAt, scheduledAt, undefinedSince ?? now) <= now) return item;
  return {
    ...item,
    enqueuedAt: Math.min(enqueuedAt, now),
    scheduledAt: Math.min(scheduledAt, now),
    eligibleAt: Math.max(0, eligibleAt - Math.max(0, scheduledAt - now)),
    undefinedSince: undefinedSince === null ? null : Math.min(undefinedSince, now),
  };
}

/** Compares two items so that the one that has been eligible for longest comes first. */
export function byEligible(a: QueuedItem, b: QueuedItem): number {
  return a.eligibleAt - b.eligibleAt || a.sequence - b.sequence;
}

export interface ItemSettlement {
  /** The item as it goes on; null when it is gone. */
  readonly item: QueuedItem | null;
  readonly settled: SettledRun;
}

/** Settles an item's run. `item` is null when its record is gone. */
export function settleItemRun(
  item: QueuedItem | null,
  replaced: boolean,
  run: OpenRun,
  outcome: BackgroundTaskOutcome,
  error: RunError | null,
  settledAt: number,
  backoffFrom = settledAt,
): ItemSettlement {
  const next = item && afterItemRun(item, outcome, backoffFrom, replaced);
  return { item: next, settled: { ...settledRun(run, outcome, error, settledAt), final: next === null } };
}

export interface MendedQueue {
  /** The sequences of the items that stay, in their order. */
  readonly stay: readonly number[];
  /** The sequences of records to be deleted: replaced by a newer item of the same id. */
  readonly remove: readonly number[];
  /** The ids of open runs whose item is gone: they settle `cancelled`. */
  readonly cancel: readonly string[];
}

/** Says what a queue that was read anew holds, whenever its process died between two of its steps. */
export function mendQueue(items: readonly QueuedItem[], openRuns: readonly OpenRun[]): MendedQueue {
  const running = new Set(openRuns.map((run) => run.item?.sequence));
  const sorted = [...items].sort((a, b) => a.sequence - b.sequence);
  const newest = new Map(sorted.map((one) => [keyOf(one), one.sequence]));
  const stays = (one: QueuedItem): boolean => running.has(one.sequence) || newest.get(keyOf(one)) === one.sequence;
  const known = new Set(items.map((one) => one.sequence));
  return {
    stay: sorted.filter(stays).map((one) => one.sequence),
    remove: sorted.filter((one) => !stays(one)).map((one) => one.sequence),
    cancel: openRuns.filter((run) => run.item != null && !known.has(run.item.sequence)).map((run) => run.id),
  };
}

const keyOf = ({ taskName, id }: QueuedItem): string => JSON.stringify([taskName, id]);
